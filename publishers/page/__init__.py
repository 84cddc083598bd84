"""The page of a release: `index.html`."""
