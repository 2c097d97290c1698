"""The sandbox (песочница): texts with fields that an administrator writes, and that harm nobody.

A source is a template in a small part of Jinja's language. What it may say is a list of allowed
constructions, checked before anything is compiled; what it may see are declared fields alone; what
it may cost is counted while it is rendered. Import `engine` inside the function that needs it.
"""
