/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-skill.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-mcp-error.h"
#include "salon-mcp-value-private.h"

/* Instructions a server has for a model, with the files that belong to them: an immutable view
 * of the entry as it came (SEP-2640, “Skills”). */

#define MAX_FILES 512
#define MAX_TOTAL_BYTES (16 * 1024 * 1024)

struct _SalonMcpSkill
{
  GObject            parent_instance;

  SalonJsonDocument *definition;
  const SalonJson   *root;
  GArray            *files;
  gboolean           is_dynamic;
  char              *content_hash;
};

G_DEFINE_FINAL_TYPE (SalonMcpSkill, salon_mcp_skill, G_TYPE_OBJECT)

static void
salon_mcp_skill_finalize (GObject *object)
{
  SalonMcpSkill *self = SALON_MCP_SKILL (object);

  g_clear_pointer (&self->definition, salon_json_document_unref);
  g_clear_pointer (&self->files, g_array_unref);
  g_clear_pointer (&self->content_hash, g_free);

  G_OBJECT_CLASS (salon_mcp_skill_parent_class)->finalize (object);
}

static void
salon_mcp_skill_class_init (SalonMcpSkillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = salon_mcp_skill_finalize;
}

static void
salon_mcp_skill_init (SalonMcpSkill *self)
{
  self->files = g_array_new (FALSE, FALSE, sizeof (SalonMcpSkillFile));
}

static gboolean
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL, sentence);
  return FALSE;
}

static gboolean
read_file (SalonMcpSkill    *self,
           const SalonJson  *entry,
           gint64           *total,
           GError          **error)
{
  SalonMcpSkillFile file = { NULL, NULL, -1 };

  if (!salon_json_read_string (entry, "uri", SALON_JSON_REQUIRED, &file.uri, error) ||
      !salon_json_read_string (entry, "digest", SALON_JSON_REQUIRED, &file.digest, error) ||
      !salon_json_read_int64 (entry, "size", SALON_JSON_REQUIRED, &file.size, error))
    return FALSE;
  if (!g_str_has_prefix (file.digest, "sha256:"))
    return refuse (error, _("A file of the skill has a digest of an unknown kind."));
  if (file.size < 0 || file.size > MAX_TOTAL_BYTES || (*total += file.size) > MAX_TOTAL_BYTES)
    return refuse (error, _("The files of the skill are larger than 16 MiB."));
  g_array_append_val (self->files, file);
  return TRUE;
}

static gboolean
read_files (SalonMcpSkill  *self,
            GError        **error)
{
  const SalonJson *resources = salon_json_get_member (self->root, "resources");
  const SalonJson *entry = NULL;
  gint64 total = 0;
  SalonJsonIter iter;

  if (g_strcmp0 (salon_json_as_string (resources), "dynamic") == 0)
    {
      self->is_dynamic = TRUE;
      return TRUE;
    }
  if (!salon_json_is_array (resources))
    return refuse (error, _("The skill does not say which files belong to it."));
  if (salon_json_get_length (resources) > MAX_FILES)
    return refuse (error, _("The skill has more than 512 files."));
  salon_json_iter_init (&iter, resources);
  while (salon_json_iter_next (&iter, NULL, &entry))
    if (!read_file (self, entry, &total, error))
      return FALSE;
  return TRUE;
}

/**
 * salon_mcp_skill_new:
 * @definition: a Skill object as in the answer to skills/list; copied
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a new skill, or %NULL with an error when what it takes to
 *   load and verify it is missing, or it exceeds the limits (512 files, 16 MiB)
 */
SalonMcpSkill *
salon_mcp_skill_new (const SalonJson  *definition,
                     GError          **error)
{
  g_autoptr (SalonMcpSkill) self = NULL;
  const char *uri = NULL;
  const SalonJson *frontmatter = NULL;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!salon_json_read_string (definition, "uri", SALON_JSON_REQUIRED, &uri, error) ||
      !salon_json_read_object (definition, "frontmatter", SALON_JSON_REQUIRED, &frontmatter,
                               error) ||
      !salon_json_read_string (frontmatter, "name", SALON_JSON_REQUIRED, &uri, error))
    return NULL;
  self = g_object_new (SALON_TYPE_MCP_SKILL, NULL);
  self->definition = salon_json_document_copy (definition);
  self->root = salon_json_document_get_root (self->definition);
  return read_files (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * salon_mcp_skill_get_uri:
 * @self: a skill
 *
 * Returns: (transfer none): the address of its SKILL.md; unique within its server only
 */
const char *
salon_mcp_skill_get_uri (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);

  return salon_json_as_string (salon_json_get_member (self->root, "uri"));
}

/**
 * salon_mcp_skill_get_name:
 * @self: a skill
 *
 * Returns: (transfer none): its name
 */
const char *
salon_mcp_skill_get_name (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);

  return salon_json_as_string (salon_json_get_member (salon_mcp_skill_get_frontmatter (self),
                                                      "name"));
}

/**
 * salon_mcp_skill_get_description:
 * @self: a skill
 *
 * Returns: (transfer none) (nullable): what it is for; untrusted text
 */
const char *
salon_mcp_skill_get_description (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);

  return salon_mcp_value_peek_text (salon_mcp_skill_get_frontmatter (self), "description");
}

/**
 * salon_mcp_skill_get_frontmatter:
 * @self: a skill
 *
 * Whatever tools it says it may use, it may use none without the user's consent.
 *
 * Returns: (transfer none): the head of its SKILL.md as the server told it, an object
 */
const SalonJson *
salon_mcp_skill_get_frontmatter (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);

  return salon_json_get_member (self->root, "frontmatter");
}

/**
 * salon_mcp_skill_is_dynamic:
 * @self: a skill
 *
 * Returns: whether its files are made when they are read, so that nothing of them can be
 *   verified
 */
gboolean
salon_mcp_skill_is_dynamic (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), FALSE);

  return self->is_dynamic;
}

/**
 * salon_mcp_skill_get_n_files:
 * @self: a skill
 *
 * Returns: how many files it has, with its SKILL.md
 */
guint
salon_mcp_skill_get_n_files (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), 0);

  return self->files->len;
}

/**
 * salon_mcp_skill_get_file:
 * @self: a skill
 * @index: which one
 *
 * Returns: (transfer none): one of its files
 */
const SalonMcpSkillFile *
salon_mcp_skill_get_file (SalonMcpSkill *self,
                          guint          index)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);
  g_return_val_if_fail (index < self->files->len, NULL);

  return &g_array_index (self->files, SalonMcpSkillFile, index);
}

/**
 * salon_mcp_skill_get_content_hash:
 * @self: a skill
 *
 * What a user who approved the skill has approved: the address and digest of every file. Once
 * it is another one, they have to be asked again.
 *
 * Returns: (transfer none): SHA-256 in hexadecimal
 */
const char *
salon_mcp_skill_get_content_hash (SalonMcpSkill *self)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), NULL);

  if (self->content_hash == NULL)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      const char *uri = salon_mcp_skill_get_uri (self);

      g_checksum_update (checksum, (const guchar *) uri, (gssize) strlen (uri) + 1);
      for (guint i = 0; i < self->files->len; i++)
        {
          const SalonMcpSkillFile *file = salon_mcp_skill_get_file (self, i);

          g_checksum_update (checksum, (const guchar *) file->uri, (gssize) strlen (file->uri) + 1);
          g_checksum_update (checksum, (const guchar *) file->digest,
                             (gssize) strlen (file->digest) + 1);
        }
      self->content_hash = g_strdup (g_checksum_get_string (checksum));
    }
  return self->content_hash;
}
