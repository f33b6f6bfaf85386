"""The safety rules: pure functions over facts. Imports: standard library and vocabulary only."""
