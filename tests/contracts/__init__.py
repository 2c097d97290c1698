"""What others rely on: headers, schemas, papers."""
