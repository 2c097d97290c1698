"""The promises of the product, in a real browser on the production build."""
