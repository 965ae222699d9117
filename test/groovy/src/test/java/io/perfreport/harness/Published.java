package io.perfreport.harness;

import java.nio.file.Path;

/** One page that publishHTML made: its link, the segment of its URL and the copied files. */
public record Published(String name, String urlName, Path directory, boolean keepAll) {}
