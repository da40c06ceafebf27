/* Runs a fuzz target over every file of its corpus: the ordinary tests replay what fuzzing has found, without
 * needing libFuzzer. Usage: replay-NAME FOLDER_OR_FILE... An absent folder counts as an empty corpus; the target
 * is always tried on the empty input. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (!f || fstat(fileno(f), &st) != 0) {
        perror(path);
        return 1;
    }
    /* exactly as many bytes as the input has, so that AddressSanitizer sees a read past the end */
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size ? size : 1);
    if (!data || fread(data, 1, size, f) != size) {
        perror(path);
        fclose(f);
        free(data);
        return 1;
    }
    fclose(f);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

static int replay_folder(const char *path, size_t *count) {
    int bad = 0;
    DIR *dir = opendir(path);
    if (!dir) return 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char file[4096];
        if (entry->d_name[0] == '.') continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        bad |= replay_file(file);
        ++*count;
    }
    closedir(dir);
    return bad;
}

int main(int argc, char **argv) {
    int bad = 0;
    size_t count = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) == 0 && S_ISREG(st.st_mode)) {
            bad |= replay_file(argv[i]);
            count++;
        } else {
            bad |= replay_folder(argv[i], &count);
        }
    }
    printf("replayed %zu inputs\n", count);
    return bad;
}
