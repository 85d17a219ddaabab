"""What does a cluster take: gateways, a log of three servers, readers and projectors, PostgreSQL?"""
