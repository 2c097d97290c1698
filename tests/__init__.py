"""Tests of the electronic journal and diary."""
