/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-auth-challenge.h"

#include <string.h>

/* A header can be as long as HTTP lets it; nobody needs more of it than this. */
#define MAX_HEADER (64 * 1024)
#define MAX_CHALLENGES 32
#define MAX_PARAMETERS 64

struct _SalonMcpAuthChallenge
{
  char       *scheme;
  char       *token68;
  GHashTable *parameters; /* small letters → value */
};

G_DEFINE_BOXED_TYPE (SalonMcpAuthChallenge, salon_mcp_auth_challenge, salon_mcp_auth_challenge_ref,
                     salon_mcp_auth_challenge_unref)

static SalonMcpAuthChallenge *
salon_mcp_auth_challenge_new (const char *scheme,
                              gsize       length)
{
  SalonMcpAuthChallenge *self = g_atomic_rc_box_new0 (SalonMcpAuthChallenge);

  self->scheme = g_strndup (scheme, length);
  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * salon_mcp_auth_challenge_ref:
 * @self: a challenge
 *
 * Returns: (transfer full): @self
 */
SalonMcpAuthChallenge *
salon_mcp_auth_challenge_ref (SalonMcpAuthChallenge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
salon_mcp_auth_challenge_clear (gpointer data)
{
  SalonMcpAuthChallenge *self = data;

  g_free (self->scheme);
  g_free (self->token68);
  g_hash_table_unref (self->parameters);
}

/**
 * salon_mcp_auth_challenge_unref:
 * @self: (transfer full): a challenge
 */
void
salon_mcp_auth_challenge_unref (SalonMcpAuthChallenge *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, salon_mcp_auth_challenge_clear);
}

static gboolean
is_token_character (char character)
{
  return g_ascii_isalnum (character) ||
         (character != '\0' && strchr ("!#$%&'*+-.^_`|~", character) != NULL);
}

static gboolean
is_token68_character (char character)
{
  return g_ascii_isalnum (character) ||
         (character != '\0' && strchr ("-._~+/", character) != NULL);
}

static gsize
token_length (const char *text)
{
  gsize length = 0;

  while (is_token_character (text[length]))
    length++;

  return length;
}

static const char *
skip_space (const char *p)
{
  while (*p == ' ' || *p == '\t')
    p++;

  return p;
}

/* RFC 9110 section 5.6.4. @p stands on the opening quote; NULL when there is no closing one. */
static const char *
read_quoted (const char  *p,
             char       **value)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (p++; *p != '"'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      if (*p == '\0')
        return NULL;
      g_string_append_c (text, *p);
    }

  /* Latin-1, or worse. */
  *value = g_utf8_make_valid (text->str, (gssize) text->len);
  return p + 1;
}

/* Reads “name = value” at @p; NULL when that isn't there. */
static const char *
read_parameter (const char  *p,
                char       **name,
                char       **value)
{
  gsize length = token_length (p);
  const char *after;

  if (length == 0)
    return NULL;

  after = skip_space (p + length);
  if (*after != '=')
    return NULL;

  after = skip_space (after + 1);
  if (*after == '"')
    {
      after = read_quoted (after, value);
      if (after == NULL)
        return NULL;
    }
  else
    {
      /* Addresses are often left without the quotes they need; what ends a value without doubt
       * is white space and the comma. */
      gsize value_length = strcspn (after, " \t,\"");

      if (value_length == 0)
        return NULL;
      *value = g_utf8_make_valid (after, (gssize) value_length);
      after += value_length;
    }

  *name = g_ascii_strdown (p, (gssize) length);
  return after;
}

/* Reads the rest of a challenge up to the next one, or the next comma that nobody knows what
 * to do with. */
static const char *
read_parameters (SalonMcpAuthChallenge *self,
                 const char            *p)
{
  for (;;)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      const char *start = p;
      const char *after;

      while (*start == ' ' || *start == '\t' || *start == ',')
        start++;

      after = read_parameter (start, &name, &value);
      if (after == NULL)
        return p;

      after = skip_space (after);
      if (*after != ',' && *after != '\0')
        return p;

      if (!g_hash_table_contains (self->parameters, name) &&
          g_hash_table_size (self->parameters) < MAX_PARAMETERS)
        g_hash_table_insert (self->parameters, g_steal_pointer (&name), g_steal_pointer (&value));
      p = after;
    }
}

/* Reads “scheme”, “scheme token68” or “scheme name=value, …” at @p; NULL when that isn't
 * there. */
static const char *
read_challenge (const char             *p,
                SalonMcpAuthChallenge **challenge)
{
  gsize length = token_length (p);
  const char *after;
  gsize token68 = 0;

  if (length == 0 || (p[length] != ' ' && p[length] != '\t' && p[length] != ',' &&
                      p[length] != '\0'))
    return NULL;

  /* “name = value”, a parameter that has lost its challenge. */
  after = skip_space (p + length);
  if (*after == '=')
    return NULL;

  *challenge = salon_mcp_auth_challenge_new (p, length);

  while (is_token68_character (after[token68]))
    token68++;
  while (token68 > 0 && after[token68] == '=')
    token68++;
  if (token68 > 0 && after > p + length &&
      (*skip_space (after + token68) == ',' || *skip_space (after + token68) == '\0'))
    {
      (*challenge)->token68 = g_strndup (after, token68);
      return skip_space (after + token68);
    }

  if (*after == ',' || *after == '\0')
    return read_parameters (*challenge, after);

  return read_parameters (*challenge, p + length);
}

/* To behind the next comma that is not inside quotes; to the end when quotes have none. */
static const char *
skip_element (const char *p)
{
  while (*p != '\0' && *p != ',')
    {
      g_autofree char *ignored = NULL;

      if (*p != '"')
        p++;
      else if ((p = read_quoted (p, &ignored)) == NULL)
        return "";
    }

  return *p == ',' ? p + 1 : p;
}

/**
 * salon_mcp_auth_challenge_parse:
 * @header: (nullable): a WWW-Authenticate header, or several joined by commas
 *
 * Reads what there is to be read by RFC 9110 section 11.6.1, and steps over the rest: a server
 * that is wrong in one challenge may be right in the next.
 *
 * Returns: (transfer full) (element-type SalonMcpAuthChallenge): the challenges, in order
 */
GPtrArray *
salon_mcp_auth_challenge_parse (const char *header)
{
  GPtrArray *challenges =
    g_ptr_array_new_with_free_func ((GDestroyNotify) salon_mcp_auth_challenge_unref);
  g_autofree char *text = NULL;
  const char *p;

  if (header == NULL)
    return challenges;

  text = g_strndup (header, MAX_HEADER);
  p = text;
  while (*p != '\0' && challenges->len < MAX_CHALLENGES)
    {
      SalonMcpAuthChallenge *challenge = NULL;
      const char *after;

      if (*p == ' ' || *p == '\t' || *p == ',')
        {
          p++;
          continue;
        }

      after = read_challenge (p, &challenge);
      if (challenge != NULL)
        g_ptr_array_add (challenges, challenge);
      p = after != NULL ? after : skip_element (p);
      /* What a challenge ended with and is neither parameter nor comma. */
      p = skip_space (p);
      if (after != NULL && *p != ',' && *p != '\0')
        p = skip_element (p);
    }

  return challenges;
}

/**
 * salon_mcp_auth_challenge_find:
 * @challenges: (element-type SalonMcpAuthChallenge): challenges
 * @scheme: a scheme, in any case
 *
 * Returns: (transfer none) (nullable): the first challenge of this scheme
 */
SalonMcpAuthChallenge *
salon_mcp_auth_challenge_find (GPtrArray  *challenges,
                               const char *scheme)
{
  guint i;

  g_return_val_if_fail (challenges != NULL, NULL);
  g_return_val_if_fail (scheme != NULL, NULL);

  for (i = 0; i < challenges->len; i++)
    {
      SalonMcpAuthChallenge *challenge = g_ptr_array_index (challenges, i);

      if (g_ascii_strcasecmp (challenge->scheme, scheme) == 0)
        return challenge;
    }

  return NULL;
}

/**
 * salon_mcp_auth_challenge_get_scheme:
 * @self: a challenge
 *
 * Returns: (transfer none): the scheme, as it was written
 */
const char *
salon_mcp_auth_challenge_get_scheme (SalonMcpAuthChallenge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scheme;
}

/**
 * salon_mcp_auth_challenge_get_parameter:
 * @self: a challenge
 * @name: a parameter's name, in any case
 *
 * Returns: (transfer none) (nullable): its value, without quotes and escapes; the first when
 *   there are several
 */
const char *
salon_mcp_auth_challenge_get_parameter (SalonMcpAuthChallenge *self,
                                        const char            *name)
{
  g_autofree char *small = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  small = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->parameters, small);
}

/**
 * salon_mcp_auth_challenge_get_token68:
 * @self: a challenge
 *
 * Returns: (transfer none) (nullable): what the challenge has in place of parameters
 */
const char *
salon_mcp_auth_challenge_get_token68 (SalonMcpAuthChallenge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->token68;
}
