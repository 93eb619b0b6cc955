# docker build -t sleeper-cmd -f Dockerfile.cmd .
# The whole command is a default: an argument takes the place of all of it.
FROM ubuntu
CMD sleep 5
