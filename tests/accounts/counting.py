"""A cheap password hasher that counts."""

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """Counts the passwords it hashed."""

    made = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash and count."""
        CountingHasher.made += 1
        return super().encode(password, salt)
