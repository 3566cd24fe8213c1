"""Trains on a terminal of 80 columns and looks at what is written there: terminal.py COMMAND...

One line that is written over, never wrapped; after Ctrl-C a clean one.
"""
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
import time

COLUMNS = 80
ERASE = "\r\x1b[K"

child, master = pty.fork()
if child == 0:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment.update(TERM="xterm", NO_COLOR="1")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs in the background inherits that it is ignored
    fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    os.execvpe(sys.argv[1], sys.argv[1:], environment)

said = b""
interrupted = False
deadline = time.monotonic() + 60
while True:
    try:
        part = os.read(master, 1 << 16)
    except OSError:  # what a closed terminal answers
        part = b""
    if not part:
        break
    said += part
    if not interrupted and said.count(b" left") >= 5:
        os.write(master, b"\x03")
        interrupted = True
    if time.monotonic() > deadline:
        os.kill(child, signal.SIGKILL)
        sys.exit("terminal: not interrupted in time")
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
text = said.decode()
assert status == 130, (status, text)
drawn = re.findall(re.escape(ERASE) + r"\x1b\[\?7l(.*?)\x1b\[\?7h", text)
assert len(drawn) >= 5, text
for line in drawn:
    assert len(line) < COLUMNS, line
    assert re.search(r"epoch \d.* step \d.* loss .* lr .* char/s .* left$", line), line
last = text[text.rindex(ERASE):]
assert last.startswith(ERASE + "charlm: stopped by SIGINT after step "), repr(last)
print(f"terminal: {len(drawn)} lines written over, the last one erased")
