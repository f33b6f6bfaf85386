"""The line figures: poses in words and numbers become drawn, moving people."""
