"""What a machine can hold of the house's rules."""
