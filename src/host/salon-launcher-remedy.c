/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>

#include "salon-launcher.h"

/* What the commands of nearly all servers come from. */
static const struct
{
  const char *programs;  /* separated by spaces */
  const char *what;
  const char *debian;    /* a shell command; NULL: there is no package */
  const char *fedora;
  const char *otherwise; /* NULL: nothing more to say */
} remedies[] = {
  { "npx npm", N_("It comes with Node.js."),
    "sudo apt install npm", "sudo dnf install nodejs-npm", NULL },
  { "node nodejs", N_("It is Node.js."),
    "sudo apt install nodejs", "sudo dnf install nodejs", NULL },
  { "uvx uv", N_("It comes with uv, a manager of Python programs."),
    "sudo apt install pipx && pipx install uv", "sudo dnf install uv", NULL },
  { "bunx bun", N_("It comes with Bun."), NULL, NULL, "npm install --global bun" },
  { "deno", N_("It is Deno."), NULL, NULL, "npm install --global deno" },
  { "docker", N_("It is Docker, or Podman under Docker's name."),
    "sudo apt install docker.io", "sudo dnf install podman-docker", NULL },
  { "podman", N_("It is Podman."), "sudo apt install podman", "sudo dnf install podman", NULL },
  { "python", N_("It is Python; many systems only have it as “python3”."),
    "sudo apt install python-is-python3", "sudo dnf install python-unversioned-command", NULL },
  { "python3", N_("It is Python."),
    "sudo apt install python3", "sudo dnf install python3", NULL },
  { "pipx", N_("It is pipx, an installer of Python programs."),
    "sudo apt install pipx", "sudo dnf install pipx", NULL },
};

static gboolean
names_program (const char *programs,
               const char *program)
{
  g_auto(GStrv) names = g_strsplit (programs, " ", -1);

  return g_strv_contains ((const char * const *) names, program);
}

/**
 * salon_launcher_dup_remedy:
 * @program: the name of a program that was not found
 *
 * Returns: (transfer full): one or two sentences about how to get it
 */
char *
salon_launcher_dup_remedy (const char *program)
{
  g_return_val_if_fail (program != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (remedies); i++)
    {
      if (!names_program (remedies[i].programs, program))
        continue;

      if (remedies[i].debian == NULL)
        return g_strdup_printf (_("%s Install it with “%s”."), _(remedies[i].what),
                                remedies[i].otherwise);

      return g_strdup_printf (_("%s Install it with “%s” (Debian, Ubuntu) or “%s” (Fedora)."),
                              _(remedies[i].what), remedies[i].debian, remedies[i].fedora);
    }

  return g_strdup (_("Install it, or write the whole path of the program."));
}
