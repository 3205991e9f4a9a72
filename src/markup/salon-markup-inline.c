/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-markup"

#include "config.h"

#include "salon-markup-inline-private.h"

#include <string.h>

/* An address longer than this leads nowhere a reader could judge. */
#define MAX_ADDRESS 4096

#define REPLACEMENT_CHARACTER "\xef\xbf\xbd"

static gboolean
address_is_allowed (const char *address)
{
  static const char * const schemes[] = { "https://", "http://", "mailto:" };

  if (strlen (address) > MAX_ADDRESS)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (address, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;

  return FALSE;
}

/* Written by hand, not by g_markup_escape_text(): that one turns some control
 * characters into references that not every parser takes back.
 */
static void
append_escaped (GString    *destination,
                const char *text,
                gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *plain = text;

      while (text < end && strchr ("&<>\"'", *text) == NULL &&
             ((guint8) *text >= 0x20 || *text == '\n' || *text == '\t') && *text != 0x7f)
        text++;
      g_string_append_len (destination, plain, text - plain);
      if (text == end)
        break;

      switch (*text)
        {
        case '&': g_string_append (destination, "&amp;"); break;
        case '<': g_string_append (destination, "&lt;"); break;
        case '>': g_string_append (destination, "&gt;"); break;
        case '"': g_string_append (destination, "&quot;"); break;
        case '\'': g_string_append (destination, "&#39;"); break;
        default: g_string_append (destination, REPLACEMENT_CHARACTER); break;
        }
      text++;
    }
}

/* The text alone says what the markup says. */
static void
append_plain (GString    *destination,
              const char *text,
              gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (((guint8) text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7f)
        g_string_append (destination, REPLACEMENT_CHARACTER);
      else
        g_string_append_c (destination, text[i]);
    }
}

static char *
make_link_tag (const char *address)
{
  g_autoptr (GString) tag = g_string_new ("<a href=\"");

  for (const char *p = address; *p != '\0'; p++)
    {
      if ((guint8) *p <= 0x20 || *p == 0x7f)
        g_string_append_printf (tag, "%%%02X", (guint8) *p);
      else
        append_escaped (tag, p, 1);
    }
  g_string_append (tag, "\">");

  return g_string_free (g_steal_pointer (&tag), FALSE);
}

static void
append_closing_tag (GString    *markup,
                    const char *opening_tag)
{
  gsize length = strcspn (opening_tag + 1, " >");

  g_string_append (markup, "</");
  g_string_append_len (markup, opening_tag + 1, (gssize) length);
  g_string_append_c (markup, '>');
}

/**
 * salon_markup_inline_init: (skip)
 * @self: what to start
 *
 * Starts with nothing written.
 */
void
salon_markup_inline_init (SalonMarkupInline *self)
{
  memset (self, 0, sizeof *self);
  self->markup = g_string_new (NULL);
  self->text = g_string_new (NULL);
}

/**
 * salon_markup_inline_clear: (skip)
 * @self: what to end
 *
 * Frees what it holds.
 */
void
salon_markup_inline_clear (SalonMarkupInline *self)
{
  for (guint i = 0; i < MIN (self->depth, SALON_MARKUP_MAX_SPANS); i++)
    g_free (self->open[i]);
  g_string_free (self->markup, TRUE);
  g_string_free (self->text, TRUE);
}

static void
push_tag (SalonMarkupInline *self,
          char              *tag)
{
  if (self->depth < SALON_MARKUP_MAX_SPANS)
    {
      self->open[self->depth] = tag;
      if (tag != NULL)
        g_string_append (self->markup, tag);
    }
  else
    {
      g_free (tag);
    }
  self->depth++;
}

/**
 * salon_markup_inline_open: (skip)
 * @self: the content
 * @element: (nullable): the Pango element, or %NULL for a span without looks
 *
 * Opens a span.
 */
void
salon_markup_inline_open (SalonMarkupInline *self,
                          const char        *element)
{
  g_assert (self != NULL);

  /* An image is shown by its description, which has no looks of its own. */
  if (element == NULL || self->image_depth > 0)
    push_tag (self, NULL);
  else
    push_tag (self, g_strdup_printf ("<%s>", element));
}

/**
 * salon_markup_inline_open_link: (skip)
 * @self: the content
 * @address: where it leads
 * @image: whether it stands for an image
 *
 * Opens a link, or an image, which is shown as a link to it: nothing is ever loaded
 * on its own. A link inside another, or to an address of another scheme than http,
 * https or mailto, is only its text.
 */
void
salon_markup_inline_open_link (SalonMarkupInline *self,
                               const char        *address,
                               gboolean           image)
{
  char *tag = NULL;

  g_assert (self != NULL);
  g_assert (address != NULL);

  if (self->link_depth == 0 && self->image_depth == 0 &&
      self->depth < SALON_MARKUP_MAX_SPANS && address_is_allowed (address))
    tag = make_link_tag (address);

  push_tag (self, tag);
  if (image)
    self->image_depth++;
  if (tag != NULL)
    self->link_depth = self->depth;
}

/**
 * salon_markup_inline_close: (skip)
 * @self: the content
 * @image: whether the span stands for an image
 *
 * Closes the innermost span.
 */
void
salon_markup_inline_close (SalonMarkupInline *self,
                           gboolean           image)
{
  g_assert (self != NULL);
  g_assert (self->depth > 0);

  if (self->link_depth == self->depth)
    self->link_depth = 0;
  if (image)
    self->image_depth--;
  self->depth--;

  if (self->depth < SALON_MARKUP_MAX_SPANS && self->open[self->depth] != NULL)
    {
      append_closing_tag (self->markup, self->open[self->depth]);
      g_clear_pointer (&self->open[self->depth], g_free);
    }
}

/**
 * salon_markup_inline_add_text: (skip)
 * @self: the content
 * @text: (array length=length): valid UTF-8
 * @length: its length in bytes
 *
 * Adds text to the innermost span.
 */
void
salon_markup_inline_add_text (SalonMarkupInline *self,
                              const char        *text,
                              gsize              length)
{
  g_assert (self != NULL);

  append_escaped (self->markup, text, length);
  append_plain (self->text, text, length);
}

/**
 * salon_markup_inline_finish: (skip)
 * @self: the content
 * @markup: (out) (transfer full): the Pango markup
 * @text: (out) (transfer full): the text alone
 *
 * Takes what was written and starts anew with the same spans open, so that a text too
 * long for one block goes on in the next.
 */
void
salon_markup_inline_finish (SalonMarkupInline *self,
                            char             **markup,
                            char             **text)
{
  guint depth;

  g_assert (self != NULL);

  depth = MIN (self->depth, SALON_MARKUP_MAX_SPANS);

  for (guint i = depth; i > 0; i--)
    if (self->open[i - 1] != NULL)
      append_closing_tag (self->markup, self->open[i - 1]);

  *markup = g_string_free (self->markup, FALSE);
  *text = g_string_free (self->text, FALSE);
  self->markup = g_string_new (NULL);
  self->text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    if (self->open[i] != NULL)
      g_string_append (self->markup, self->open[i]);
}
