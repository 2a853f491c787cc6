//! The desk: command line and a web page on loopback.
