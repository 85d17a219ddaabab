"""Places, sockets and sessions in the documents of OCPI 2.2.1 and 2.3.0."""
