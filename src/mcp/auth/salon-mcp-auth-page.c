/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-page-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* Nothing is loaded and nothing runs; the address, which has the code in it, is told to nobody. */
#define HEADERS \
  "Content-Type: text/html; charset=utf-8\r\n" \
  "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; " \
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n" \
  "Referrer-Policy: no-referrer\r\n" \
  "X-Content-Type-Options: nosniff\r\n" \
  "Cache-Control: no-store\r\n" \
  "Connection: close\r\n"

#define STYLE \
  ":root{color-scheme:light dark}" \
  "body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em;" \
  "text-align:center}"

/* The value of Host; NULL when it isn't there exactly once. */
static char *
find_host (char **lines)
{
  g_autofree char *host = NULL;
  gsize i;

  for (i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      if (g_ascii_strncasecmp (lines[i], "Host:", 5) != 0)
        continue;
      if (host != NULL)
        return NULL;
      host = g_strstrip (g_strdup (lines[i] + 5));
    }

  return g_steal_pointer (&host);
}

void
salon_mcp_auth_visit_read (SalonMcpAuthVisit *self,
                           const char        *head,
                           const char        *authority,
                           const char        *path)
{
  g_auto(GStrv) lines = g_strsplit_set (head, "\r\n", -1);
  g_auto(GStrv) words = g_strsplit (lines[0] != NULL ? lines[0] : "", " ", -1);
  g_autofree char *host = find_host (lines);
  gsize length = strlen (path);
  const char *target;

  self->is_head = FALSE;
  self->response = NULL;
  self->status = 400;

  if (g_strv_length (words) != 3 || !g_str_has_prefix (words[2], "HTTP/1."))
    return;

  /* A page of a stranger's whose host's name was made to lead here has that name in it. */
  if (host == NULL || g_ascii_strcasecmp (host, authority) != 0)
    return;

  self->is_head = strcmp (words[0], "HEAD") == 0;
  target = words[1];
  if (!g_str_has_prefix (target, path) || (target[length] != '?' && target[length] != '\0'))
    self->status = 404;
  else if (strcmp (words[0], "GET") != 0)
    self->status = 405;
  else if (target[length] == '?')
    self->response = salon_mcp_auth_response_new_from_query (target + length + 1, NULL);

  if (self->response != NULL)
    self->status = 200;
}

void
salon_mcp_auth_visit_clear (SalonMcpAuthVisit *self)
{
  g_clear_pointer (&self->response, salon_mcp_auth_response_unref);
}

static void
choose_words (guint        status,
              const char **phrase,
              const char **title,
              const char **text)
{
  switch (status)
    {
    case 200:
      *phrase = "OK";
      *title = _("Signed in");
      *text = _("You can close this window and go back to Salon.");
      break;

    case 403:
      *phrase = "Forbidden";
      *title = _("Not signed in");
      *text = _("Salon says what went wrong. You can close this window.");
      break;

    case 404:
      *phrase = "Not Found";
      *title = _("Not found");
      *text = _("There is nothing here. You can close this window.");
      break;

    case 405:
      *phrase = "Method Not Allowed";
      *title = _("Not understood");
      *text = _("Salon only waits for a browser to come back. You can close this window.");
      break;

    case 431:
      *phrase = "Request Header Fields Too Large";
      *title = _("Not understood");
      *text = _("The browser sent more than Salon reads. You can close this window.");
      break;

    case 400:
    default:
      *phrase = "Bad Request";
      *title = _("Not for Salon");
      *text = _("This is no answer to the question that Salon has asked. If you were signing in, "
                "begin again in Salon.");
      break;
    }
}

char *
salon_mcp_auth_page_write (guint    status,
                           gboolean is_head)
{
  const char *phrase;
  const char *title;
  const char *text;
  g_autofree char *body = NULL;

  choose_words (status, &phrase, &title, &text);
  body = g_markup_printf_escaped ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                                  "<title>%s</title><style>" STYLE "</style></head>"
                                  "<body><h1>%s</h1><p>%s</p></body></html>\n",
                                  title, title, text);

  return g_strdup_printf ("HTTP/1.1 %u %s\r\n" HEADERS "%sContent-Length: %zu\r\n\r\n%s",
                          status, phrase, status == 405 ? "Allow: GET\r\n" : "",
                          strlen (body), is_head ? "" : body);
}
