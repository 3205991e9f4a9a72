/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-tool-names.h"

#include <string.h>

#include "salon-json-writer.h"

#define MAX_LENGTH 64
#define HASH_LENGTH 8

struct _SalonLlmToolNames
{
  gatomicrefcount ref_count;

  SalonLlmNameRules rules;
  GHashTable *sent;      /* original → sent */
  GHashTable *originals; /* sent → original */
  GHashTable *renames;   /* original → GHashTable: property's sent name → original */
};

G_DEFINE_BOXED_TYPE (SalonLlmToolNames,
                     salon_llm_tool_names,
                     salon_llm_tool_names_ref,
                     salon_llm_tool_names_unref)

static gboolean
is_name_character (char character)
{
  return g_ascii_isalnum (character) || character == '_' || character == '-';
}

static gboolean
may_begin (SalonLlmNameRules rules,
           char              character)
{
  return rules != SALON_LLM_NAME_RULES_GEMINI || g_ascii_isalpha (character) || character == '_';
}

static gboolean
is_fine (SalonLlmNameRules  rules,
         const char        *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > MAX_LENGTH || !may_begin (rules, name[0]))
    return FALSE;
  for (const char *at = name; *at != '\0'; at++)
    {
      if (!is_name_character (*at))
        return FALSE;
    }
  return TRUE;
}

static char *
make_name (SalonLlmNameRules  rules,
           const char        *name,
           guint              attempt)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *seed = g_strdup_printf ("%s/%u", name, attempt);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  if (!may_begin (rules, name[0]))
    g_string_append_c (clean, '_');
  for (const char *at = name; *at != '\0'; at++)
    {
      /* One “_” a character, not a byte. */
      if (((guchar) *at & 0xc0) == 0x80)
        continue;
      g_string_append_c (clean, is_name_character (*at) ? *at : '_');
    }
  g_string_truncate (clean, MIN (clean->len, MAX_LENGTH - HASH_LENGTH - 1));
  g_string_append_printf (clean, "_%.*s", HASH_LENGTH, hash);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

static void
salon_llm_tool_names_enter (SalonLlmToolNames *self,
                            const char        *original,
                            char              *sent)
{
  char *key = g_strdup (original);

  g_hash_table_insert (self->sent, key, sent);
  g_hash_table_insert (self->originals, sent, key);
}

/* Whatever name comes into the request: of a tool on offer, or of one that was called in an
 * earlier turn and is not there any more. */
static GPtrArray *
collect_names (SalonLlmRequest *request)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < salon_llm_request_get_n_tools (request); i++)
    g_ptr_array_add (names,
                     (char *) salon_llm_tool_get_name (salon_llm_request_get_tool (request, i)));
  for (guint i = 0; i < salon_llm_request_get_n_messages (request); i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);

      for (guint j = 0; j < salon_llm_message_get_n_parts (message); j++)
        {
          SalonLlmPart *part = salon_llm_message_get_part (message, j);
          SalonLlmPartKind kind = salon_llm_part_get_kind (part);
          const char *name = salon_llm_part_get_name (part);

          if ((kind == SALON_LLM_PART_TOOL_CALL || kind == SALON_LLM_PART_TOOL_RESULT) &&
              name != NULL)
            g_ptr_array_add (names, (char *) name);
        }
    }
  return names;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static SalonLlmSchemaDialect
get_dialect (SalonLlmNameRules rules)
{
  switch (rules)
    {
    case SALON_LLM_NAME_RULES_ANTHROPIC:
      return SALON_LLM_SCHEMA_ANTHROPIC;
    case SALON_LLM_NAME_RULES_GEMINI:
      return SALON_LLM_SCHEMA_GEMINI;
    case SALON_LLM_NAME_RULES_OPENAI:
    default:
      return SALON_LLM_SCHEMA_OPENAI;
    }
}

static void
add_renames (GHashTable      *renames,
             const SalonJson *object,
             guint            depth)
{
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;
  static const char * const nests[] = { "allOf", "anyOf", "oneOf" };

  salon_json_iter_init (&iter, salon_json_get_member (object, "properties"));
  while (salon_json_iter_next (&iter, &name, &value))
    {
      g_autofree char *sent = NULL;

      if (name == NULL)
        continue;
      sent = salon_llm_schema_dup_property_name (name, SALON_LLM_SCHEMA_ANTHROPIC);
      if (strcmp (sent, name) != 0 && !g_hash_table_contains (renames, sent))
        g_hash_table_insert (renames, g_steal_pointer (&sent), g_strdup (name));
    }
  /* The properties of these come to the root, too. */
  for (guint i = 0; depth < 8 && i < G_N_ELEMENTS (nests); i++)
    {
      salon_json_iter_init (&iter, salon_json_get_member (object, nests[i]));
      while (salon_json_iter_next (&iter, NULL, &value))
        add_renames (renames, value, depth + 1);
    }
}

/* Looks at the original's names, not at what was made of them: one hash a name is all it costs. */
static void
salon_llm_tool_names_add_renames (SalonLlmToolNames *self,
                                  SalonLlmTool      *tool)
{
  g_autoptr (GHashTable) renames = NULL;

  renames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  add_renames (renames, salon_llm_tool_get_schema (tool), 0);
  if (g_hash_table_size (renames) > 0)
    g_hash_table_insert (self->renames, g_strdup (salon_llm_tool_get_name (tool)),
                         g_steal_pointer (&renames));
}

/**
 * salon_llm_tool_names_new:
 * @request: a request; its tools and all calls in its messages are looked at
 * @rules: what the provider takes
 *
 * Returns: (transfer full): the names of this request
 */
SalonLlmToolNames *
salon_llm_tool_names_new (SalonLlmRequest   *request,
                          SalonLlmNameRules  rules)
{
  SalonLlmToolNames *self;
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (request != NULL, NULL);

  self = g_new0 (SalonLlmToolNames, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->rules = rules;
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->originals = g_hash_table_new (g_str_hash, g_str_equal);
  self->renames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  names = collect_names (request);
  /* Names that are fine are never taken from their owners; the rest is served in an order that
   * does not depend on that of the request. */
  for (guint i = 0; i < names->len; i++)
    {
      if (is_fine (rules, names->pdata[i]) && !g_hash_table_contains (self->sent, names->pdata[i]))
        salon_llm_tool_names_enter (self, names->pdata[i], g_strdup (names->pdata[i]));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sent = NULL;

      if (g_hash_table_contains (self->sent, names->pdata[i]))
        continue;
      for (guint attempt = 0; sent == NULL || g_hash_table_contains (self->originals, sent);
           attempt++)
        {
          g_free (sent);
          sent = make_name (rules, names->pdata[i], attempt);
        }
      salon_llm_tool_names_enter (self, names->pdata[i], g_steal_pointer (&sent));
    }
  for (guint i = 0; get_dialect (rules) == SALON_LLM_SCHEMA_ANTHROPIC &&
                    i < salon_llm_request_get_n_tools (request); i++)
    salon_llm_tool_names_add_renames (self, salon_llm_request_get_tool (request, i));
  return self;
}

/**
 * salon_llm_tool_names_ref:
 * @self: names
 *
 * Returns: (transfer full): @self
 */
SalonLlmToolNames *
salon_llm_tool_names_ref (SalonLlmToolNames *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * salon_llm_tool_names_unref:
 * @self: (transfer full): names
 *
 * Gives a reference back.
 */
void
salon_llm_tool_names_unref (SalonLlmToolNames *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->originals);
  g_hash_table_unref (self->sent);
  g_hash_table_unref (self->renames);
  g_free (self);
}

/**
 * salon_llm_tool_names_encode:
 * @self: names
 * @original: a name in the request
 *
 * Returns: (transfer none): the name to send; @original itself if the request did not hold it
 */
const char *
salon_llm_tool_names_encode (SalonLlmToolNames *self,
                             const char        *original)
{
  const char *sent;

  g_return_val_if_fail (self != NULL && original != NULL, original);

  sent = g_hash_table_lookup (self->sent, original);
  return sent != NULL ? sent : original;
}

/**
 * salon_llm_tool_names_decode:
 * @self: names
 * @sent: a name the model wrote
 *
 * Returns: (transfer none): the name it stands for; @sent itself if it stands for none
 */
const char *
salon_llm_tool_names_decode (SalonLlmToolNames *self,
                             const char        *sent)
{
  const char *original;

  g_return_val_if_fail (self != NULL && sent != NULL, sent);

  original = g_hash_table_lookup (self->originals, sent);
  return original != NULL ? original : sent;
}

/**
 * salon_llm_tool_names_renames_arguments:
 * @self: names
 * @original: a tool's name
 *
 * Where arguments have other names on their way, they can only be told when they are complete:
 * fragments have to be held back until then.
 *
 * Returns: whether the tool's arguments go under other names
 */
gboolean
salon_llm_tool_names_renames_arguments (SalonLlmToolNames *self,
                                        const char        *original)
{
  g_return_val_if_fail (self != NULL && original != NULL, FALSE);

  return g_hash_table_contains (self->renames, original);
}

/* Only the members of the root have other names; everything below stays as it is. */
static char *
translate_arguments (GHashTable *renames,
                     const char *arguments,
                     gboolean    encode)
{
  g_autoptr (SalonJsonDocument) document = NULL;
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (GHashTable) seen = NULL;
  const SalonJson *root;
  SalonJsonIter iter;
  const char *name;
  const SalonJson *value;

  document = renames != NULL ? salon_json_document_parse (arguments, -1, NULL, NULL) : NULL;
  root = document != NULL ? salon_json_document_get_root (document) : NULL;
  /* What is no object is told apart later, by whoever carries the call out. */
  if (!salon_json_is_object (root))
    return g_strdup (arguments);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, root);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      g_autofree char *other = NULL;

      if (name == NULL)
        continue;
      if (encode)
        other = salon_llm_schema_dup_property_name (name, SALON_LLM_SCHEMA_ANTHROPIC);
      else
        other = g_strdup (g_hash_table_lookup (renames, name));
      if (other == NULL)
        other = g_strdup (name);
      if (g_hash_table_contains (seen, other))
        continue;
      salon_json_writer_add_value (writer, other, value);
      g_hash_table_add (seen, g_steal_pointer (&other));
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish (writer);
}

/**
 * salon_llm_tool_names_encode_arguments:
 * @self: names
 * @original: a tool's name
 * @arguments: the JSON text of its arguments, perhaps broken
 *
 * Returns: (transfer full): the arguments under the names the provider was told
 */
char *
salon_llm_tool_names_encode_arguments (SalonLlmToolNames *self,
                                       const char        *original,
                                       const char        *arguments)
{
  g_return_val_if_fail (self != NULL && original != NULL && arguments != NULL, NULL);

  return translate_arguments (g_hash_table_lookup (self->renames, original), arguments, TRUE);
}

/**
 * salon_llm_tool_names_decode_arguments:
 * @self: names
 * @original: a tool's name
 * @arguments: the JSON text the model wrote, perhaps broken
 *
 * Returns: (transfer full): the arguments under the names the tool gave them
 */
char *
salon_llm_tool_names_decode_arguments (SalonLlmToolNames *self,
                                       const char        *original,
                                       const char        *arguments)
{
  g_return_val_if_fail (self != NULL && original != NULL && arguments != NULL, NULL);

  return translate_arguments (g_hash_table_lookup (self->renames, original), arguments, FALSE);
}
