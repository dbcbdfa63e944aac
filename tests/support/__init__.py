"""What tests stand on: databases, the page browser, Chromium, and factories."""
