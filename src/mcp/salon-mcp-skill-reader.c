/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-skill.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "salon-json-writer.h"
#include "salon-mcp-client-private.h"
#include "salon-mcp-error.h"
#include "salon-mcp-extension.h"
#include "salon-mcp-frontmatter-private.h"
#include "salon-mcp-listing-private.h"
#include "salon-mcp-resource-content.h"
#include "salon-mcp-resource.h"

/* Lists skills, and reads their files when they are needed and not before: each one is held
 * against what the list promised (SEP-2640, “Integrity and verification”). */

static const SalonMcpListing skills_listing = {
  "skills/list", "skills", NULL, salon_mcp_skill_get_type,
  (gpointer) salon_mcp_skill_new, (gpointer) salon_mcp_skill_get_uri,
};

static const SalonMcpListing directory_listing = {
  "resources/directory/read", "resources", NULL, salon_mcp_resource_get_type,
  (gpointer) salon_mcp_resource_new, (gpointer) salon_mcp_resource_get_uri,
};

typedef struct
{
  SalonMcpSkill *skill;
  char          *uri;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->skill);
  g_free (reading->uri);
  g_free (reading);
}

static DexFuture *
reject_unsupported (void)
{
  return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED, "%s",
                                _("The server has no skills."));
}

/**
 * salon_mcp_client_list_skills:
 * @client: a ready client with the extension of salon_mcp_extension_new_skills()
 *
 * Asks for all skills; none of their files is read.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpSkill, empty when the server
 *   has not declared the extension
 */
DexFuture *
salon_mcp_client_list_skills (SalonMcpClient *client)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), dex_future_new_infinite ());

  if (client->state == SALON_MCP_CLIENT_READY &&
      salon_mcp_client_get_extension (client, SALON_MCP_EXTENSION_SKILLS) == NULL)
    return dex_future_new_take_object (g_list_store_new (SALON_TYPE_MCP_SKILL));
  return salon_mcp_listing_run (client, &skills_listing);
}

static DexFuture *
on_skill_cb (DexFuture *future,
             gpointer   user_data)
{
  SalonJsonDocument *result = g_value_get_boxed (dex_future_get_value (future, NULL));
  const SalonJson *root = salon_json_document_get_root (result);
  const SalonJson *inner = salon_json_get_member (root, "skill");
  GError *error = NULL;
  SalonMcpSkill *skill = salon_mcp_skill_new (salon_json_is_object (inner) ? inner : root, &error);

  return skill != NULL ? dex_future_new_take_object (skill) : dex_future_new_for_error (error);
}

/**
 * salon_mcp_client_get_skill:
 * @client: a ready client with the extension of salon_mcp_extension_new_skills()
 * @uri: the address of a SKILL.md
 *
 * Asks for one skill by its address alone.
 *
 * Returns: (transfer full): a future of a #SalonMcpSkill
 */
DexFuture *
salon_mcp_client_get_skill (SalonMcpClient *client,
                            const char     *uri)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  g_autoptr (SalonJsonDocument) params = NULL;
  g_autoptr (SalonMcpExchange) exchange = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), dex_future_new_infinite ());
  g_return_val_if_fail (uri != NULL, dex_future_new_infinite ());

  if (client->state == SALON_MCP_CLIENT_READY &&
      salon_mcp_client_get_extension (client, SALON_MCP_EXTENSION_SKILLS) == NULL)
    return reject_unsupported ();
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_add_string (writer, "uri", uri);
  salon_json_writer_end_object (writer);
  params = salon_json_writer_finish_document (writer);
  exchange = salon_mcp_client_request (client, "skills/get", salon_json_document_get_root (params));
  return dex_future_then (salon_mcp_exchange_await_result (exchange), on_skill_cb, NULL, NULL);
}

/**
 * salon_mcp_client_can_read_directories:
 * @client: a ready client with the extension of salon_mcp_extension_new_skills()
 *
 * Returns: whether the server lists what is in its directories
 */
gboolean
salon_mcp_client_can_read_directories (SalonMcpClient *client)
{
  const SalonJson *settings = NULL;
  gboolean can_read = FALSE;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), FALSE);

  settings = salon_mcp_client_get_extension (client, SALON_MCP_EXTENSION_SKILLS);
  return salon_json_as_boolean (salon_json_get_member (settings, "directoryRead"), &can_read) &&
         can_read;
}

/**
 * salon_mcp_client_read_directory:
 * @client: a ready client with the extension of salon_mcp_extension_new_skills()
 * @uri: the address of a directory: a skill's own, or one from a list before; without a slash
 *   at its end
 *
 * Asks, page by page, for what is in a directory of the server, but not for what is deeper: a
 * directory in it is a resource of the type #SALON_MCP_DIRECTORY_TYPE. Nothing is read.
 *
 * Returns: (transfer full): a future of a #GListModel of #SalonMcpResource; rejected with
 *   %SALON_MCP_ERROR_UNSUPPORTED when the server does not list directories
 */
DexFuture *
salon_mcp_client_read_directory (SalonMcpClient *client,
                                 const char     *uri)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), dex_future_new_infinite ());
  g_return_val_if_fail (uri != NULL, dex_future_new_infinite ());

  /* Only what was declared may be asked for (SEP-2640, “Directory listing”). */
  if (client->state == SALON_MCP_CLIENT_READY && !salon_mcp_client_can_read_directories (client))
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_UNSUPPORTED, "%s",
                                  _("The server does not tell what is in its directories."));
  return salon_mcp_listing_run_of (client, &directory_listing, uri);
}

static const SalonMcpSkillFile *
find_file (SalonMcpSkill *skill,
           const char    *uri)
{
  for (guint i = 0; i < salon_mcp_skill_get_n_files (skill); i++)
    if (g_str_equal (salon_mcp_skill_get_file (skill, i)->uri, uri))
      return salon_mcp_skill_get_file (skill, i);
  return NULL;
}

static gboolean
verify (const SalonMcpSkillFile  *file,
        GBytes                   *bytes,
        GError                  **error)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  if ((gint64) g_bytes_get_size (bytes) == file->size &&
      g_ascii_strcasecmp (digest, file->digest + strlen ("sha256:")) == 0)
    return TRUE;
  g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
               _("“%s” is not what the skill's list of files promises, so it is not "
                 "used."), file->uri);
  return FALSE;
}

static gboolean
verify_head (SalonMcpSkill  *skill,
             GBytes         *bytes,
             GError        **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (SalonJsonDocument) head = salon_mcp_frontmatter_parse (text, length, error);

  if (head == NULL)
    return FALSE;
  if (salon_json_equal (salon_json_document_get_root (head),
                        salon_mcp_skill_get_frontmatter (skill)))
    return TRUE;
  g_set_error (error, SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
               _("The head of “%s” is not the one the server told of, so the skill is not used."),
               salon_mcp_skill_get_uri (skill));
  return FALSE;
}

static DexFuture *
on_contents_cb (DexFuture *future,
                gpointer   user_data)
{
  Reading *reading = user_data;
  GListModel *contents = g_value_get_object (dex_future_get_value (future, NULL));
  const SalonMcpSkillFile *file = find_file (reading->skill, reading->uri);
  g_autoptr (SalonMcpResourceContent) content = g_list_model_get_item (contents, 0);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  if (content == NULL || g_list_model_get_n_items (contents) != 1)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                  _("“%s” is no file."), reading->uri);
  bytes = salon_mcp_resource_content_dup_bytes (content);
  if ((file != NULL && !verify (file, bytes, &error)) ||
      (g_str_equal (reading->uri, salon_mcp_skill_get_uri (reading->skill)) &&
       !verify_head (reading->skill, bytes, &error)))
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

/**
 * salon_mcp_skill_read_file:
 * @self: a skill
 * @client: the client it came from
 * @uri: one of its files
 *
 * Reads a file and verifies it: size, digest, and for the SKILL.md its head, member by member.
 * A file that is not in the skill's list is not read.
 *
 * Returns: (transfer full): a future of #GBytes, rejected with %SALON_MCP_ERROR_PROTOCOL when
 *   the file is not what was promised
 */
DexFuture *
salon_mcp_skill_read_file (SalonMcpSkill  *self,
                           SalonMcpClient *client,
                           const char     *uri)
{
  Reading *reading = NULL;

  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), dex_future_new_infinite ());
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (client), dex_future_new_infinite ());
  g_return_val_if_fail (uri != NULL, dex_future_new_infinite ());

  if (!salon_mcp_skill_is_dynamic (self) && find_file (self, uri) == NULL)
    return dex_future_new_reject (SALON_MCP_ERROR, SALON_MCP_ERROR_PROTOCOL,
                                  _("“%s” does not belong to the skill."), uri);
  reading = g_new0 (Reading, 1);
  reading->skill = g_object_ref (self);
  reading->uri = g_strdup (uri);
  return dex_future_then (salon_mcp_client_read_resource (client, uri), on_contents_cb, reading,
                          reading_free);
}

/**
 * salon_mcp_skill_load:
 * @self: a skill
 * @client: the client it came from
 *
 * Reads the skill's SKILL.md and verifies it; nothing else is read.
 *
 * Returns: (transfer full): a future of #GBytes, rejected with %SALON_MCP_ERROR_PROTOCOL when
 *   it is not what was promised
 */
DexFuture *
salon_mcp_skill_load (SalonMcpSkill  *self,
                      SalonMcpClient *client)
{
  g_return_val_if_fail (SALON_IS_MCP_SKILL (self), dex_future_new_infinite ());

  return salon_mcp_skill_read_file (self, client, salon_mcp_skill_get_uri (self));
}
