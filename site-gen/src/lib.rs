//! Content and templates to a folder of static files.
