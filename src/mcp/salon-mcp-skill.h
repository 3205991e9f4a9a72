/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <libdex.h>

#include "salon-json.h"
#include "salon-mcp-types.h"

G_BEGIN_DECLS

/* The media type by which a directory is known among resources. */
#define SALON_MCP_DIRECTORY_TYPE "inode/directory"

#define SALON_TYPE_MCP_SKILL (salon_mcp_skill_get_type ())

G_DECLARE_FINAL_TYPE (SalonMcpSkill, salon_mcp_skill, SALON, MCP_SKILL, GObject)

/**
 * SalonMcpSkillFile:
 * @uri: its address
 * @digest: (nullable): “sha256:” and the digest in hexadecimal
 * @size: in bytes, -1 when it is not told
 *
 * One file of a skill. The strings belong to the skill.
 */
typedef struct
{
  const char *uri;
  const char *digest;
  gint64      size;
} SalonMcpSkillFile;

SalonMcpSkill           *salon_mcp_skill_new              (const SalonJson  *definition,
                                                           GError          **error);
const char              *salon_mcp_skill_get_uri          (SalonMcpSkill    *self);
const char              *salon_mcp_skill_get_name         (SalonMcpSkill    *self);
const char              *salon_mcp_skill_get_description  (SalonMcpSkill    *self);
const SalonJson         *salon_mcp_skill_get_frontmatter  (SalonMcpSkill    *self);
gboolean                 salon_mcp_skill_is_dynamic       (SalonMcpSkill    *self);
guint                    salon_mcp_skill_get_n_files      (SalonMcpSkill    *self);
const SalonMcpSkillFile *salon_mcp_skill_get_file         (SalonMcpSkill    *self,
                                                           guint             index);
const char              *salon_mcp_skill_get_content_hash (SalonMcpSkill    *self);

DexFuture               *salon_mcp_client_list_skills     (SalonMcpClient   *client)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture               *salon_mcp_client_get_skill       (SalonMcpClient   *client,
                                                           const char       *uri)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean                 salon_mcp_client_can_read_directories (SalonMcpClient *client);
DexFuture               *salon_mcp_client_read_directory  (SalonMcpClient   *client,
                                                           const char       *uri)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture               *salon_mcp_skill_load             (SalonMcpSkill    *self,
                                                           SalonMcpClient   *client)
  G_GNUC_WARN_UNUSED_RESULT;
DexFuture               *salon_mcp_skill_read_file        (SalonMcpSkill    *self,
                                                           SalonMcpClient   *client,
                                                           const char       *uri)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
