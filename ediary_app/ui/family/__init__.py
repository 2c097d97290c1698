"""The family's workplace (дневник): parent and student see the same pages."""
