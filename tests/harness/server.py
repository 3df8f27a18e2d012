"""The program under test, as a child process with a data folder of its own.

KINDRED_BINARY names the program. Nothing here sleeps: a server is ready when it has printed its address.
"""

import os
import pathlib
import re
import signal
import subprocess
import threading

BINARY = pathlib.Path(os.environ.get('KINDRED_BINARY', ''))
TOKEN = 'token-of-the-first-admin-in-tests'
START_LIMIT = 60  # seconds, for a machine that is busy with other things
STOP_LIMIT = 60


def run(*arguments, check=True, env=None, timeout=120, **more):
    """A command of the program, to its end; its output as text."""
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, env={**os.environ, **(env or {})}, **more)
    if check and done.returncode != 0:
        raise AssertionError(f'kindred {" ".join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout}{done.stderr}')
    return done


class Server:
    """`kindred serve` on a free port of the loopback. A context manager: it starts on entry and ends in good order on exit."""

    started = []  # all of this test's servers, for the report of a failure

    def __init__(self, data, *options, listen='127.0.0.1:0', env=None, preexec_fn=None):
        self.data = pathlib.Path(data)
        self.options = [str(option) for option in options]
        self.listen = listen
        self.env = {**os.environ, 'KINDRED_ADMIN_TOKEN': TOKEN, **(env or {})}
        self.preexec_fn = preexec_fn
        self.log_path = self.data.with_name(self.data.name + '.log')
        self.url = self.login_url = None
        self.process = None

    def start(self):
        command = [BINARY, 'serve', '--data', self.data, '--listen', self.listen, *self.options]
        log = open(self.log_path, 'ab')
        with log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=self.env, preexec_fn=self.preexec_fn)
        Server.started.append(self)
        alarm = threading.Timer(START_LIMIT, self.process.kill)
        alarm.start()
        try:
            self._read_addresses()
        finally:
            alarm.cancel()
        return self

    def _read_addresses(self):
        text = ''
        for line in self.process.stdout:
            text += line.decode()
            served = re.search(r'serves (\S+)', text)
            login = re.search(r'Log in once with:\s+(\S+)', text)
            if served and login:
                self.url, self.login_url = served[1], login[1]
                return
        code = self.process.wait()
        raise AssertionError(f'The server ended with {code} before it printed its address:\n{text}{self.log()}')

    @property
    def port(self):
        return int(self.url.rsplit(':', 1)[1])

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        """Asks for an orderly end, and insists on one."""
        if self.is_alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f'The server did not end within {STOP_LIMIT} s of SIGTERM') from None
        finally:
            self.process.stdout.close()
        assert code == 0, f'The server ended with {code}'

    def kill(self):
        """Pulls the plug."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def log(self):
        return self.log_path.read_text(errors='replace') if self.log_path.exists() else ''

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        if self.process.stdout.closed:
            return  # the test ended it itself
        if error is None:
            self.stop()
        else:
            self.kill()
