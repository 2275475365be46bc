/* SPDX-License-Identifier: GPL-2.0 */
#define COLUMNS "    tgid      pid comm\n"
