/* GCC's unwinder, built for glibc, calls this function of glibc. musl has none: this one searches the program's
   headers. A static program has one object. */
#define _GNU_SOURCE
#include <link.h>
#include <stddef.h>
#include <stdint.h>

struct object {
  unsigned long long flags;
  void *map_start, *map_end, *link_map, *eh_frame;
  unsigned long long reserved[7];
};

struct search {
  uintptr_t address;
  struct object *found;
};

static int visit(struct dl_phdr_info *info, size_t size, void *data) {
  struct search *search = data;
  void *frame = NULL;
  uintptr_t start = 0, end = 0;
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    uintptr_t at = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
    if (info->dlpi_phdr[i].p_type == PT_GNU_EH_FRAME) frame = (void *)at;
    if (info->dlpi_phdr[i].p_type == PT_LOAD && search->address - at < info->dlpi_phdr[i].p_memsz) {
      start = at;
      end = at + info->dlpi_phdr[i].p_memsz;
    }
  }
  if (end == 0 || frame == NULL) return 0;
  *search->found = (struct object){0, (void *)start, (void *)end, NULL, frame, {0}};
  return 1;
}

int _dl_find_object(void *address, struct object *found) {
  struct search search = {(uintptr_t)address, found};
  return dl_iterate_phdr(visit, &search) ? 0 : -1;
}
