"""Papers: what can be read in the PDF, which fonts are in it, what is refused."""
