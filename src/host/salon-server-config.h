/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "salon-json.h"
#include "salon-json-writer.h"
#include "salon-sign-in-options.h"

G_BEGIN_DECLS

/**
 * SalonServerTransport:
 * @SALON_SERVER_TRANSPORT_STDIO: a program on this computer
 * @SALON_SERVER_TRANSPORT_HTTP: Streamable HTTP
 * @SALON_SERVER_TRANSPORT_SSE: HTTP+SSE of 2024-11-05
 *
 * How a server is reached.
 */
typedef enum
{
  SALON_SERVER_TRANSPORT_STDIO,
  SALON_SERVER_TRANSPORT_HTTP,
  SALON_SERVER_TRANSPORT_SSE,
} SalonServerTransport;

/* The built-in entry: salon-desktop-server. */
#define SALON_DESKTOP_SERVER_NAME "desktop"

#define SALON_TYPE_SERVER_CONFIG (salon_server_config_get_type ())

/**
 * SalonServerConfig:
 *
 * One entry of mcp.json. Make a new one, or copy one, and set what should differ; hand it to
 * salon_server_manager_add() or salon_server_manager_update(). A config that comes out of a
 * #SalonServer or a file is sealed: its setters refuse.
 *
 * Strings are as written in the file: `${env:NAME}` and `${secret:NAME}` are still in them, so
 * a config may be shown and never holds a secret that the file does not hold.
 */
G_DECLARE_FINAL_TYPE (SalonServerConfig, salon_server_config, SALON, SERVER_CONFIG, GObject)

SalonServerConfig    *salon_server_config_new               (const char           *name);
SalonServerConfig    *salon_server_config_new_built_in      (void);
SalonServerConfig    *salon_server_config_new_from_json     (const char           *name,
                                                             const SalonJson      *entry);
SalonServerConfig    *salon_server_config_copy              (SalonServerConfig    *self);
gboolean              salon_server_config_equal             (SalonServerConfig    *self,
                                                             SalonServerConfig    *other);
gboolean              salon_server_config_check             (SalonServerConfig    *self,
                                                             GError              **error);
void                  salon_server_config_seal              (SalonServerConfig    *self);
void                  salon_server_config_write             (SalonServerConfig    *self,
                                                             SalonJsonWriter      *writer);

const char           *salon_server_config_get_name          (SalonServerConfig    *self);
const char           *salon_server_config_get_title         (SalonServerConfig    *self);
const char           *salon_server_config_get_problem       (SalonServerConfig    *self);
gboolean              salon_server_config_is_built_in       (SalonServerConfig    *self);
SalonServerTransport  salon_server_config_get_transport     (SalonServerConfig    *self);
const char           *salon_server_config_get_command       (SalonServerConfig    *self);
const char * const   *salon_server_config_get_arguments     (SalonServerConfig    *self);
const char * const   *salon_server_config_get_environment   (SalonServerConfig    *self);
const char           *salon_server_config_get_directory     (SalonServerConfig    *self);
const char           *salon_server_config_get_url           (SalonServerConfig    *self);
const char * const   *salon_server_config_get_headers       (SalonServerConfig    *self);
gboolean              salon_server_config_is_disabled       (SalonServerConfig    *self);
gboolean              salon_server_config_get_auto_start    (SalonServerConfig    *self);
guint                 salon_server_config_get_timeout       (SalonServerConfig    *self);
guint                 salon_server_config_get_start_timeout (SalonServerConfig    *self);
const char           *salon_server_config_get_era           (SalonServerConfig    *self);
const char * const   *salon_server_config_get_roots         (SalonServerConfig    *self);
SalonSignInOptions   *salon_server_config_get_sign_in       (SalonServerConfig    *self);
const char           *salon_server_config_get_identity      (SalonServerConfig    *self);
char                 *salon_server_config_dup_command_line  (SalonServerConfig    *self);

void                  salon_server_config_set_name          (SalonServerConfig    *self,
                                                             const char           *name);
void                  salon_server_config_set_command       (SalonServerConfig    *self,
                                                             const char           *command,
                                                             const char * const   *arguments);
void                  salon_server_config_set_url           (SalonServerConfig    *self,
                                                             SalonServerTransport  transport,
                                                             const char           *url);
void                  salon_server_config_set_environment   (SalonServerConfig    *self,
                                                             const char * const   *environment);
void                  salon_server_config_set_headers       (SalonServerConfig    *self,
                                                             const char * const   *headers);
void                  salon_server_config_set_directory     (SalonServerConfig    *self,
                                                             const char           *directory);
void                  salon_server_config_set_disabled      (SalonServerConfig    *self,
                                                             gboolean              disabled);
void                  salon_server_config_set_auto_start    (SalonServerConfig    *self,
                                                             gboolean              auto_start);
void                  salon_server_config_set_timeout       (SalonServerConfig    *self,
                                                             guint                 seconds);
void                  salon_server_config_set_start_timeout (SalonServerConfig    *self,
                                                             guint                 seconds);
void                  salon_server_config_set_era           (SalonServerConfig    *self,
                                                             const char           *era);
void                  salon_server_config_set_roots         (SalonServerConfig    *self,
                                                             const char * const   *roots);
void                  salon_server_config_set_sign_in       (SalonServerConfig    *self,
                                                             SalonSignInOptions   *options);

G_END_DECLS
