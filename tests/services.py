"""Pytest plugin that starts the real services the tests run on."""
