package io.perfreport.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ant's patterns, several of them split by commas only; a pattern that ends in a slash means all below. */
final class AntGlobs {
  private static final String DEFAULT_EXCLUDES = "**/*~,**/#*#,**/.#*,**/%*%,**/._*,**/CVS,**/CVS/**,**/.cvsignore,**/.svn,**/.svn/**,**/.DS_Store,**/.git,**/.git/**,**/.gitattributes,**/.gitignore,**/.gitmodules,**/.hg,**/.hg/**,**/.bzr,**/.bzr/**";
  private final List<Pattern> includes;
  private final List<Pattern> excludes;

  AntGlobs(String includes, String excludes, boolean defaultExcludes) {
    this.includes = patterns(includes);
    this.excludes = patterns(excludes + (defaultExcludes ? "," + DEFAULT_EXCLUDES : ""));
  }

  /** The files below the directory that fit, relative to it, sorted. Links to directories are not followed. */
  List<Path> find(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return List.of();
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(directory::relativize).filter(this::fits).sorted().toList();
    }
  }

  private boolean fits(Path file) {
    String path = file.toString().replace('\\', '/');
    return matchesAny(includes, path) && !matchesAny(excludes, path);
  }

  /** Copies the files to the same places below the target; returns their size in bytes. */
  static long copy(Path from, List<Path> files, Path target) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      Path to = target.resolve(file.toString());
      Files.createDirectories(to.getParent());
      Files.copy(from.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
      bytes += Files.size(to);
    }
    return bytes;
  }

  private static boolean matchesAny(List<Pattern> patterns, String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }

  private static List<Pattern> patterns(String globs) {
    return Stream.of(globs.split(",")).map(String::trim).filter(glob -> !glob.isEmpty()).map(AntGlobs::pattern).toList();
  }

  private static Pattern pattern(String glob) {
    String whole = glob.endsWith("/") ? glob + "**" : glob;
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < whole.length()) {
      if (whole.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (whole.startsWith("/**", at) && at + 3 == whole.length()) {
        regex.append("(?:/.*)?");
        at += 3;
      } else if (whole.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char next = whole.charAt(at++);
        regex.append(next == '*' ? "[^/]*" : next == '?' ? "[^/]" : Pattern.quote(String.valueOf(next)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
