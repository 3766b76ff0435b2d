package dev.doppel.mock.alone;

import dev.doppel.twin.load.FileResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files below the configuration's folder, and documents behind URLs (twin spec 1.3: GET, 30 s, status 200, at most 64 MiB). */
final class NetFiles implements FileResolver {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST = 64 << 20;

    private final FileResolver local;
    private final Path directory;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    NetFiles(Path directory) {
        this.directory = directory;
        this.local = FileResolver.directory(directory);
    }

    @Override
    public byte[] read(String path) throws IOException {
        known.add(directory.resolve(path).normalize());
        return local.read(path);
    }

    /** Files that were asked for until now, also those that are not there. */
    Set<Path> known() {
        return new HashSet<>(known);
    }

    @Override
    public byte[] fetch(String url) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<InputStream> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("GET " + url + " answered " + answer.statusCode() + " instead of 200");
                }
                byte[] bytes = body.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("what " + url + " answers is larger than 64 MiB");
                }
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(url + " is no http(s) URL: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + url);
        }
    }
}
