@echo off
node "%~dp0pugmark" %*
