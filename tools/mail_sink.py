"""A mail relay for tests: takes mail and keeps it. Speaks as much SMTP as clients need, with STARTTLS where it is given a certificate."""
import email
import email.policy
import socketserver
import ssl
import subprocess
import threading


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b'\r\n')

    def start_tls(self):
        self.say('220 go ahead')
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile('rb'), self.connection.makefile('wb', 0)
        self.encrypted = True

    def take_data(self):
        self.say('354 go on')
        lines = []
        while (line := self.rfile.readline()) not in (b'.\r\n', b''):
            lines.append(line[1:] if line.startswith(b'.') else line)
        raw = b''.join(lines)
        with self.server.lock:
            self.server.mails.append({'from': self.sender, 'to': self.recipients, 'raw': raw, 'encrypted': self.encrypted,
                                      'message': email.message_from_bytes(raw, policy=email.policy.default)})
        self.say('250 taken')

    def command(self, line):
        self.server.commands.append(line)
        word = line.upper()
        if word.startswith('EHLO'):
            offers = ['localhost'] + (['STARTTLS'] if self.server.tls and not self.encrypted else []) + ['8BITMIME']
            for i, offer in enumerate(offers):
                self.say(f'250{" " if i + 1 == len(offers) else "-"}{offer}')
        elif word == 'STARTTLS' and self.server.tls:
            self.start_tls()
        elif word.startswith('MAIL FROM:'):
            self.sender, self.recipients = line[10:].split()[0].strip('<>'), []
            self.say('250 fine')
        elif word.startswith('RCPT TO:'):
            to = line[8:].strip().strip('<>')
            if to in self.server.refused:
                self.say('550 nobody here')
            else:
                self.recipients.append(to)
                self.say('250 fine')
        elif word == 'DATA':
            self.take_data()
        elif word == 'QUIT':
            self.say('221 bye')
            return False
        else:
            self.say('250 fine' if word in ('RSET', 'NOOP') else '502 no')
        return True

    def handle(self):
        self.encrypted, self.sender, self.recipients = False, None, []
        try:
            self.say('220 sink')
            while (line := self.rfile.readline()) and self.command(line.decode('latin-1').rstrip('\r\n')):
                pass
        except OSError:
            pass


class MailSink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, certificate=None, host='0.0.0.0'):
        super().__init__((host, 0), Session)
        self.mails, self.commands, self.refused, self.lock = [], [], set(), threading.Lock()
        self.port = self.server_address[1]
        self.tls = None
        if certificate:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def stop(self):
        self.shutdown()
        self.server_close()


def make_certificate(folder):
    """(certificate, key): one that nobody vouches for"""
    paths = str(folder / 'cert.pem'), str(folder / 'key.pem')
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-keyout', paths[1], '-out', paths[0]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return paths
