//! The HTML, CSS and small scripts, and the typed page behind each template.
