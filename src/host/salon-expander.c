/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-expander.h"

#include <glib/gi18n.h>

#include "salon-host-error.h"

struct _SalonExpander
{
  GObject parent_instance;

  SalonSecrets *secrets;
  char **environment;
  GHashTable *revealed;  /* the secrets that were put into something */
};

G_DEFINE_FINAL_TYPE (SalonExpander, salon_expander, G_TYPE_OBJECT)

static void
salon_expander_finalize (GObject *object)
{
  SalonExpander *self = SALON_EXPANDER (object);

  g_clear_object (&self->secrets);
  g_clear_pointer (&self->environment, g_strfreev);
  g_clear_pointer (&self->revealed, g_hash_table_unref);

  G_OBJECT_CLASS (salon_expander_parent_class)->finalize (object);
}

static void
salon_expander_class_init (SalonExpanderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_expander_finalize;
}

static void
salon_expander_init (SalonExpander *self)
{
  self->revealed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * salon_expander_new:
 * @secrets: where `${secret:NAME}` is looked up
 * @environment: (nullable): where `${env:NAME}` is looked up, in the form of g_get_environ();
 *   %NULL: the process's own
 *
 * Returns: (transfer full): a new expander
 */
SalonExpander *
salon_expander_new (SalonSecrets       *secrets,
                    const char * const *environment)
{
  SalonExpander *self;

  g_return_val_if_fail (SALON_IS_SECRETS (secrets), NULL);

  self = g_object_new (SALON_TYPE_EXPANDER, NULL);
  self->secrets = g_object_ref (secrets);
  self->environment = environment != NULL ? g_strdupv ((char **) environment) : g_get_environ ();

  return self;
}

/* --- the pure part: where does the next reference begin? ---------------------------------- */

typedef enum
{
  REFERENCE_VARIABLE,
  REFERENCE_SECRET,
  REFERENCE_LITERAL,
} ReferenceKind;

typedef struct
{
  ReferenceKind kind;
  const char *start;  /* of "${" or "$${" */
  const char *name;   /* behind the colon */
} Reference;

/* "${env:" or "${secret:" in front of which a second "$" takes the meaning away. Everything
 * else that looks similar is ordinary text: files of other hosts are full of ${HOME}. */
static gboolean
find_reference (const char *text,
                Reference  *reference)
{
  for (const char *p = strstr (text, "${"); p != NULL; p = strstr (p + 2, "${"))
    {
      if (g_str_has_prefix (p + 2, "env:"))
        *reference = (Reference) { REFERENCE_VARIABLE, p, p + strlen ("${env:") };
      else if (g_str_has_prefix (p + 2, "secret:"))
        *reference = (Reference) { REFERENCE_SECRET, p, p + strlen ("${secret:") };
      else
        continue;

      if (p > text && p[-1] == '$')
        *reference = (Reference) { REFERENCE_LITERAL, p - 1, p + 2 };

      return TRUE;
    }

  return FALSE;
}

/**
 * salon_expander_has_references:
 * @text: (nullable): a string
 *
 * Returns: whether expanding @text would change it
 */
gboolean
salon_expander_has_references (const char *text)
{
  Reference reference;

  return text != NULL && find_reference (text, &reference);
}

static gboolean
is_variable_name (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;

  for (const char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '_')
        return FALSE;
    }

  return TRUE;
}

/* --- expanding ---------------------------------------------------------------------------- */

/* In a fiber. */
static char *
salon_expander_resolve (SalonExpander  *self,
                        ReferenceKind   kind,
                        const char     *name,
                        GError        **error)
{
  const char *value;
  char *secret;

  if (kind == REFERENCE_SECRET)
    {
      if (!salon_secrets_is_valid_name (name))
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("“${secret:%s}” does not name a secret: a name is made of letters, "
                         "digits, “_”, “.” and “-”."), name);
          return NULL;
        }
      secret = dex_await_string (salon_secrets_lookup (self->secrets, name), error);
      if (secret != NULL)
        g_hash_table_add (self->revealed, g_strdup (secret));
      return secret;
    }

  if (!is_variable_name (name))
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                   _("“${env:%s}” does not name an environment variable: a name is made of "
                     "letters, digits and “_”."), name);
      return NULL;
    }

  value = g_environ_getenv (self->environment, name);
  if (value == NULL)
    g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_MISSING_VARIABLE,
                 _("The environment variable “%s” is not set, and “${env:%s}” needs it."),
                 name, name);

  return g_strdup (value);
}

/* In a fiber. */
static char *
salon_expander_expand_now (SalonExpander  *self,
                           const char     *text,
                           GError        **error)
{
  g_autoptr(GString) result = g_string_new (NULL);
  Reference reference;

  while (find_reference (text, &reference))
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      const char *end;

      g_string_append_len (result, text, reference.start - text);

      if (reference.kind == REFERENCE_LITERAL)
        {
          g_string_append (result, "${");
          text = reference.name;
          continue;
        }

      end = strchr (reference.name, '}');
      if (end == NULL)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_CONFIGURATION,
                       _("“%.40s” begins a reference that no “}” ends."), reference.start);
          return NULL;
        }

      name = g_strndup (reference.name, end - reference.name);
      value = salon_expander_resolve (self, reference.kind, name, error);
      if (value == NULL)
        return NULL;

      g_string_append (result, value);
      text = end + 1;
    }

  g_string_append (result, text);

  return g_string_free_and_steal (g_steal_pointer (&result));
}

typedef struct
{
  SalonExpander *self;
  char **texts;
} Expansion;

static void
expansion_free (gpointer data)
{
  Expansion *expansion = data;

  g_object_unref (expansion->self);
  g_strfreev (expansion->texts);
  g_free (expansion);
}

static DexFuture *
expand_fiber (gpointer user_data)
{
  Expansion *expansion = user_data;
  GError *error = NULL;
  char *result;

  result = salon_expander_expand_now (expansion->self, expansion->texts[0], &error);
  if (result == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (result);
}

static DexFuture *
expand_strv_fiber (gpointer user_data)
{
  Expansion *expansion = user_data;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GError *error = NULL;

  for (guint i = 0; expansion->texts[i] != NULL; i++)
    {
      char *result = salon_expander_expand_now (expansion->self, expansion->texts[i], &error);

      if (result == NULL)
        return dex_future_new_for_error (error);
      g_strv_builder_take (builder, result);
    }

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (builder));
}

static DexFuture *
salon_expander_spawn (SalonExpander      *self,
                      DexFiberFunc        fiber,
                      const char * const *texts)
{
  Expansion *expansion = g_new0 (Expansion, 1);

  expansion->self = g_object_ref (self);
  expansion->texts = g_strdupv ((char **) texts);

  return dex_scheduler_spawn (NULL, 0, fiber, expansion, expansion_free);
}

/**
 * salon_expander_expand:
 * @self: an expander
 * @text: the string as written in a file
 *
 * Returns: (transfer full): a future of the string with its references replaced; rejected with
 *   %SALON_HOST_ERROR_MISSING_VARIABLE, %SALON_HOST_ERROR_MISSING_SECRET,
 *   %SALON_HOST_ERROR_SECRETS, or %SALON_HOST_ERROR_CONFIGURATION when a reference is malformed
 */
DexFuture *
salon_expander_expand (SalonExpander *self,
                       const char    *text)
{
  const char *texts[] = { text, NULL };

  g_return_val_if_fail (SALON_IS_EXPANDER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (!salon_expander_has_references (text))
    return dex_future_new_for_string (text);

  return salon_expander_spawn (self, expand_fiber, texts);
}

/**
 * salon_expander_expand_strv:
 * @self: an expander
 * @texts: (nullable): the strings as written in a file
 *
 * Returns: (transfer full): a future of a #GStrv, one string for each of @texts; rejected as
 *   salon_expander_expand()
 */
DexFuture *
salon_expander_expand_strv (SalonExpander      *self,
                            const char * const *texts)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (SALON_IS_EXPANDER (self), NULL);

  return salon_expander_spawn (self, expand_strv_fiber, texts != NULL ? texts : none);
}

/**
 * salon_expander_dup_secrets:
 * @self: an expander
 *
 * Returns: (transfer full): the secrets that references have been replaced by so far: what must
 *   not be seen in logs
 */
char **
salon_expander_dup_secrets (SalonExpander *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer secret;

  g_return_val_if_fail (SALON_IS_EXPANDER (self), NULL);

  g_hash_table_iter_init (&iter, self->revealed);
  while (g_hash_table_iter_next (&iter, &secret, NULL))
    g_strv_builder_add (builder, secret);

  return g_strv_builder_end (builder);
}
