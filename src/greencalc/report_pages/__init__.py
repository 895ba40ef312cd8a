"""The report that is handed in: an assessment, or two beside each other, as one HTML file that a browser prints."""
