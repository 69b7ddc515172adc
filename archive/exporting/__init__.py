"""The archive for others and for the day it is lost: a WACZ file, a copy of the database."""
