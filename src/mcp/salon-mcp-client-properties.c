/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-client.h"

#include "salon-mcp-client-private.h"
#include "salon-mcp-era-memory.h"

/* What is known of the server, and how long it may take. */

/*
 * salon_mcp_client_set_server:
 * @document: what the server said of itself; owns the values that follow
 */
void
salon_mcp_client_set_server (SalonMcpClient    *self,
                             const char        *protocol_version,
                             SalonJsonDocument *document,
                             const SalonJson   *server_info,
                             const SalonJson   *capabilities,
                             const char        *instructions)
{
  g_clear_pointer (&self->server, salon_json_document_unref);
  self->server = salon_json_document_ref (document);
  g_set_str (&self->protocol_version, protocol_version);
  self->server_info = server_info;
  self->server_capabilities = capabilities;
  self->instructions = instructions;
}

/* Whether the server speaks a revision without sessions. */
gboolean
salon_mcp_client_is_modern (SalonMcpClient *self)
{
  return g_strcmp0 (self->protocol_version, "2026-07-28") >= 0;
}

/* Whether the server declared a feature; any object will do, and true as well. */
gboolean
salon_mcp_client_has_capability (SalonMcpClient *self,
                                 const char     *name)
{
  const SalonJson *value = salon_json_get_member (self->server_capabilities, name);
  gboolean truth = FALSE;

  return salon_json_is_object (value) || (salon_json_as_boolean (value, &truth) && truth);
}

/**
 * salon_mcp_client_set_era:
 * @self: a client that is not opened yet
 * @era: which generation of the protocol to speak; %SALON_MCP_ERA_AUTO, as at first, to find
 *   out which one the server does
 */
void
salon_mcp_client_set_era (SalonMcpClient     *self,
                          SalonMcpEraSetting  era)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));
  g_return_if_fail (self->state == SALON_MCP_CLIENT_NEW);

  self->era_setting = era;
}

/**
 * salon_mcp_client_get_era:
 * @self: a client
 *
 * Returns: the generation of the protocol that is spoken, %SALON_MCP_ERA_AUTO before that
 *   is known
 */
SalonMcpEraSetting
salon_mcp_client_get_era (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), SALON_MCP_ERA_AUTO);

  return self->protocol_version != NULL ? self->era_in_use : SALON_MCP_ERA_AUTO;
}

/**
 * salon_mcp_client_set_era_memory:
 * @self: a client that is not opened yet
 * @memory: (nullable): where to look up and to keep what the server speaks
 * @key: (nullable): what identifies the server there
 *
 * Spares the server the question at the next start. Used with %SALON_MCP_ERA_AUTO only.
 */
void
salon_mcp_client_set_era_memory (SalonMcpClient    *self,
                                 SalonMcpEraMemory *memory,
                                 const char        *key)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));
  g_return_if_fail (memory == NULL || (SALON_IS_MCP_ERA_MEMORY (memory) && key != NULL));

  g_set_object (&self->era_memory, memory);
  g_set_str (&self->era_key, key);
}

/**
 * salon_mcp_client_set_timeout:
 * @self: a client
 * @milliseconds: how long to wait for an answer, or for progress; 0 to wait for ever; 60 s at
 *   first
 *
 * For requests made from now on.
 */
void
salon_mcp_client_set_timeout (SalonMcpClient *self,
                              guint           milliseconds)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  self->timeout = (gint64) milliseconds * 1000;
}

/**
 * salon_mcp_client_set_open_timeout:
 * @self: a client that is not opened yet
 * @milliseconds: how long the handshake may take; 0 for ever; 60 s at first
 */
void
salon_mcp_client_set_open_timeout (SalonMcpClient *self,
                                   guint           milliseconds)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  self->open_timeout = (gint64) milliseconds * 1000;
}

/**
 * salon_mcp_client_set_maximum_time:
 * @self: a client
 * @milliseconds: how long a request may take whatever its progress; 0 for ever; an hour at
 *   first
 *
 * For requests made from now on.
 */
void
salon_mcp_client_set_maximum_time (SalonMcpClient *self,
                                   guint           milliseconds)
{
  g_return_if_fail (SALON_IS_MCP_CLIENT (self));

  self->maximum_time = (gint64) milliseconds * 1000;
}

/**
 * salon_mcp_client_get_state:
 * @self: a client
 *
 * Returns: where the connection is in its life
 */
SalonMcpClientState
salon_mcp_client_get_state (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), SALON_MCP_CLIENT_NEW);

  return self->state;
}

/**
 * salon_mcp_client_get_transport:
 * @self: a client
 *
 * Returns: (transfer none): its transport, whose rings tell what went over the wire
 */
SalonMcpTransport *
salon_mcp_client_get_transport (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return self->transport;
}

/**
 * salon_mcp_client_get_failure:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): why the state is %SALON_MCP_CLIENT_FAILED
 */
const GError *
salon_mcp_client_get_failure (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return self->failure;
}

/**
 * salon_mcp_client_get_protocol_version:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the revision agreed on, such as “2025-11-25”
 */
const char *
salon_mcp_client_get_protocol_version (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return self->protocol_version;
}

static const char *
read_server_info (SalonMcpClient *self,
                  const char     *name)
{
  return salon_json_as_string (salon_json_get_member (self->server_info, name));
}

/**
 * salon_mcp_client_get_server_name:
 * @self: a client
 *
 * The server's names are for showing only: any server can give itself any name.
 *
 * Returns: (transfer none) (nullable): the name the server gives itself
 */
const char *
salon_mcp_client_get_server_name (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return read_server_info (self, "name");
}

/**
 * salon_mcp_client_get_server_title:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the server's title, else its name
 */
const char *
salon_mcp_client_get_server_title (SalonMcpClient *self)
{
  const char *title = NULL;

  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  title = read_server_info (self, "title");
  return title != NULL && *title != '\0' ? title : read_server_info (self, "name");
}

/**
 * salon_mcp_client_get_server_version:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the version of the server program
 */
const char *
salon_mcp_client_get_server_version (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return read_server_info (self, "version");
}

/**
 * salon_mcp_client_get_instructions:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the server's hint for models; untrusted text
 */
const char *
salon_mcp_client_get_instructions (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return self->instructions;
}

/**
 * salon_mcp_client_get_server_capabilities:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the features the server declared, an object
 */
const SalonJson *
salon_mcp_client_get_server_capabilities (SalonMcpClient *self)
{
  g_return_val_if_fail (SALON_IS_MCP_CLIENT (self), NULL);

  return self->server_capabilities;
}
