# SPDX-FileCopyrightText: The Salon contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A web browser without a window, as the desktop's default: it keeps cookies and follows
redirects, wherever they lead, and notes where it has been. As a program: browser.py LOG URL."""

import http.cookiejar
import os
import sys
import urllib.error
import urllib.request

DESKTOP_FILE = """[Desktop Entry]
Type=Application
Name=Scripted Browser
Exec={python} {program} {log} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
"""


def install(folder):
    """Makes it the default browser of the user whose data and config folders lie in FOLDER."""
    log = os.path.join(folder, 'browser.log')
    applications = os.path.join(folder, 'data', 'applications')
    os.makedirs(applications, exist_ok=True)
    os.makedirs(os.path.join(folder, 'config'), exist_ok=True)
    with open(os.path.join(applications, 'scripted-browser.desktop'), 'w', encoding='utf-8') as file:
        file.write(DESKTOP_FILE.format(python=sys.executable, program=os.path.abspath(__file__), log=log))
    with open(os.path.join(folder, 'config', 'mimeapps.list'), 'w', encoding='utf-8') as file:
        file.write('[Default Applications]\nx-scheme-handler/http=scripted-browser.desktop\n'
                   'x-scheme-handler/https=scripted-browser.desktop\n')
    return log


def visits(log):
    try:
        with open(log, encoding='utf-8') as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


class Noting(urllib.request.HTTPRedirectHandler):
    def __init__(self, log):
        self.log = log

    def redirect_request(self, request, file, code, message, headers, url):
        print(url, file=self.log, flush=True)
        return super().redirect_request(request, file, code, message, headers, url)


def main():
    jar = http.cookiejar.MozillaCookieJar(sys.argv[1] + '.cookies')
    if os.path.exists(jar.filename):
        jar.load(ignore_discard=True)
    with open(sys.argv[1], 'a', encoding='utf-8') as log:
        print(sys.argv[2], file=log, flush=True)
        opener = urllib.request.build_opener(Noting(log), urllib.request.HTTPCookieProcessor(jar))
        try:
            with opener.open(sys.argv[2], timeout=30) as page:
                page.read()
        except urllib.error.URLError as error:
            print('failed:', error, file=log, flush=True)
    jar.save(ignore_discard=True)


if __name__ == '__main__':
    main()
