package dev.envctl.testing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.MergeResult;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;

/// Serves one repository over smart HTTP on loopback, to whoever brings the password, and plays everybody who commits
/// to it. Commits have one author and one time, so that the same story makes the same commit ids.
public final class GitServer implements AutoCloseable {

    private static final PersonIdent SOMEBODY =
            new PersonIdent("Ada", "ada@example.com", Instant.parse("2026-01-05T09:00:00Z"), ZoneOffset.UTC);

    private final Server server;
    private final ServerConnector connector;
    private final Repository bare;
    private final Git work;
    private final Path tree;
    private final String name;

    /// `name` is `owner/name`.
    public GitServer(Path directory, String name, String password) {
        this.name = name;
        Path repository = directory.resolve("served").resolve(name + ".git");
        this.tree = directory.resolve("work");
        try {
            Files.createDirectories(repository);
            Git.init()
                    .setBare(true)
                    .setInitialBranch("main")
                    .setDirectory(repository.toFile())
                    .call()
                    .close();
            this.bare =
                    new FileRepositoryBuilder().setGitDir(repository.toFile()).build();
            this.work = Git.init()
                    .setInitialBranch("main")
                    .setDirectory(tree.toFile())
                    .call();
            this.server = new Server();
            this.connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(context(directory.resolve("served"), password));
            server.start();
        } catch (Exception broken) {
            throw new IllegalStateException("starting a git server in " + directory, broken);
        }
    }

    private static ServletContextHandler context(Path root, String password) {
        var context = new ServletContextHandler();
        var servlet = new ServletHolder(new GitServlet());
        servlet.setInitParameter("base-path", root.toString());
        servlet.setInitParameter("export-all", "true");
        context.addServlet(servlet, "/*");
        context.addFilter(new FilterHolder(new PasswordFilter(password)), "/*", EnumSet.of(DispatcherType.REQUEST));
        return context;
    }

    private record PasswordFilter(String password) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String header = String.valueOf(((HttpServletRequest) request).getHeader("Authorization"));
            String typed = header.startsWith("Basic ")
                    ? new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8)
                    : "";
            if (typed.endsWith(":" + password)) {
                chain.doFilter(request, response);
            } else {
                var refusal = (HttpServletResponse) response;
                refusal.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
                refusal.sendError(401);
            }
        }
    }

    public URI cloneUrl() {
        return URI.create("http://127.0.0.1:%d/%s.git".formatted(connector.getLocalPort(), name));
    }

    /// A commit on `branch`, which begins at `main` when it is new. An empty text deletes the file. The commit's
    /// id.
    public String commit(String branch, String message, Map<String, String> files) {
        try {
            switchTo(branch);
            for (Map.Entry<String, String> file : files.entrySet()) {
                write(file.getKey(), file.getValue());
            }
            work.add().addFilepattern(".").call();
            work.add().setUpdate(true).addFilepattern(".").call();
            RevCommit commit = work.commit()
                    .setMessage(message)
                    .setAuthor(SOMEBODY)
                    .setCommitter(SOMEBODY)
                    .setSign(false)
                    .call();
            publish(branch);
            return commit.name();
        } catch (IOException | GitAPIException broken) {
            throw new IllegalStateException("committing to " + branch, broken);
        }
    }

    /// Symbolic links by their paths, committed as they are.
    public String link(String branch, String message, Map<String, String> links) {
        try {
            switchTo(branch);
            for (Map.Entry<String, String> link : links.entrySet()) {
                Path place = tree.resolve(link.getKey());
                Files.createDirectories(place.getParent());
                Files.createSymbolicLink(place, Path.of(link.getValue()));
            }
        } catch (IOException | GitAPIException broken) {
            throw new IllegalStateException("linking in " + branch, broken);
        }
        return commit(branch, message, Map.of());
    }

    private void switchTo(String branch) throws GitAPIException, IOException {
        boolean isNew = work.getRepository().resolve("refs/heads/" + branch) == null;
        boolean isFirst = work.getRepository().resolve("HEAD") == null;
        if (isFirst) {
            return;
        }
        var checkout = work.checkout().setName(branch).setCreateBranch(isNew);
        if (isNew) {
            checkout.setStartPoint("main");
        }
        checkout.call();
    }

    private void write(String path, String text) throws IOException {
        Path file = tree.resolve(path);
        if (text.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    /// Merges a branch into `main` as the button on a forge does. The merge commit's id.
    public String merge(String branch, int number) {
        try {
            switchTo("main");
            ObjectId head = work.getRepository().resolve("refs/heads/" + branch);
            MergeResult merged = work.merge()
                    .include(head)
                    .setFastForward(FastForwardMode.NO_FF)
                    .setCommit(false)
                    .call();
            if (!merged.getMergeStatus().isSuccessful()) {
                throw new IllegalStateException(branch + " does not merge: " + merged.getMergeStatus());
            }
            RevCommit commit = work.commit()
                    .setMessage("Merge pull request #" + number)
                    .setAuthor(SOMEBODY)
                    .setCommitter(SOMEBODY)
                    .setSign(false)
                    .call();
            publish("main");
            return commit.name();
        } catch (IOException | GitAPIException broken) {
            throw new IllegalStateException("merging " + branch, broken);
        }
    }

    /// Shows a branch's head under the name by which a forge shows a pull request's: `refs/pull/7/head`.
    public void show(String branch, String ref) {
        push("refs/heads/" + branch + ":" + ref);
    }

    public String head(String branch) {
        try {
            return bare.resolve("refs/heads/" + branch).name();
        } catch (IOException broken) {
            throw new IllegalStateException("reading " + branch, broken);
        }
    }

    private void publish(String branch) {
        push("refs/heads/" + branch);
    }

    private void push(String what) {
        try {
            work.push()
                    .setRemote(bare.getDirectory().toURI().toString())
                    .setRefSpecs(new RefSpec("+" + (what.contains(":") ? what : what + ":" + what)))
                    .call();
        } catch (GitAPIException broken) {
            throw new IllegalStateException("pushing " + what, broken);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException("stopping the git server", broken);
        } finally {
            work.close();
            bare.close();
        }
    }
}
