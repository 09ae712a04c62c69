"""The web server over a release."""
