package dev.envctl.spec;

import dev.envctl.expression.TemplateText;
import dev.envctl.problem.Code;
import dev.envctl.problem.Problem;
import dev.envctl.problem.ProblemException;
import dev.envctl.problem.Problems;
import dev.envctl.problem.Source;
import dev.envctl.problem.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds and reads the directory behind every `Module` document, nested ones included, before anything is worked out:
/// sources are literal, so which modules there are does not depend on inputs.
final class ModuleSources {

    private static final Pattern BUILTIN = Pattern.compile("builtin:([a-z][a-z0-9-]*)");
    private static final Pattern GIT =
            Pattern.compile("git\\+((?:https|http|file|ssh)://[^?#]*?[^/:])(?://([^?#]*))?(?:\\?ref=([^&#]+))?");

    private final ModuleFetcher fetcher;
    private final Path workingDirectory;
    private final boolean confined;
    private final DocumentReader reader;
    private final Problems problems;
    private final Map<String, Optional<Documents>> read = new HashMap<>();
    private final Map<Document, Documents> found = new LinkedHashMap<>();

    ModuleSources(ModuleFetcher fetcher, LoadOptions options, DocumentReader reader, Problems problems) {
        this.fetcher = fetcher;
        this.workingDirectory = options.workingDirectory();
        this.confined = options.confined();
        this.reader = reader;
        this.problems = problems;
    }

    Optional<Documents> find(Document call) {
        return Optional.ofNullable(found.get(call));
    }

    /// Those of every module that was found, each once.
    List<Documents> all() {
        return found.values().stream().distinct().toList();
    }

    void discover(Documents documents) {
        discover(documents, List.of(documents.folder()));
    }

    private void discover(Documents documents, List<Folder> above) {
        for (Document call : documents.modules()) {
            if (found.containsKey(call)) {
                continue;
            }
            folder(call).filter(folder -> !leadsBack(call, folder, above)).ifPresent(folder -> {
                Optional<Documents> module = read.computeIfAbsent(folder.id(), _ -> module(folder, call));
                module.ifPresent(inside -> {
                    found.put(call, inside);
                    List<Folder> deeper = new ArrayList<>(above);
                    deeper.add(folder);
                    discover(inside, deeper);
                });
            });
        }
    }

    private boolean leadsBack(Document call, Folder folder, List<Folder> above) {
        List<String> ids = above.stream().map(Folder::id).toList();
        if (!ids.contains(folder.id())) {
            return false;
        }
        List<String> way = new ArrayList<>(above.subList(ids.indexOf(folder.id()), above.size()).stream()
                .map(this::name)
                .toList());
        way.add(name(folder));
        report(Code.MODULE_CYCLE, "This module leads back to itself: %s.".formatted(String.join(" → ", way)), call);
        return true;
    }

    private String name(Folder folder) {
        return folder.display("").replaceFirst("(?<=.)/$", "");
    }

    private Optional<Documents> module(Folder folder, Document call) {
        Documents documents = reader.read(folder);
        int definitions = documents.definitions().size();
        if (definitions != 1) {
            report(
                    Code.INVALID_MODULE,
                    "%s holds %s. It needs exactly one, in %s."
                            .formatted(
                                    name(folder),
                                    definitions == 0
                                            ? "no ModuleDefinition"
                                            : definitions + " ModuleDefinition documents",
                                    Folder.MODULE_FILE),
                    call);
            return Optional.empty();
        }
        documents
                .environments()
                .forEach(environment -> problems.add(Problem.of(
                                Code.INVALID_MODULE, "A module holds no Environment document; it takes inputs instead.")
                        .at(environment.source())));
        return Optional.of(documents);
    }

    // ---- where the directory is

    private Optional<Folder> folder(Document call) {
        String source = call.spec().text("source").orElse("");
        Matcher builtin = BUILTIN.matcher(source);
        Matcher git = GIT.matcher(source);
        if (builtin.matches()) {
            return builtin(builtin.group(1), call);
        }
        if (git.matches()) {
            return git(git, source, call);
        }
        if (!TemplateText.hasHole(source) && (source.startsWith("./") || source.startsWith("../"))) {
            return relative(source, call);
        }
        if (!source.isEmpty()) {
            String wrong = TemplateText.hasHole(source)
                    ? "A module's source is written out; it cannot be an expression."
                    : "\"%s\" is not a module source.".formatted(source);
            report(
                    Code.MODULE_NOT_FOUND,
                    wrong
                            + " It is builtin:NAME, a path that starts with ./ or ../, or"
                            + " git+https://HOST/REPOSITORY//PATH?ref=TAG.",
                    call);
        }
        return Optional.empty();
    }

    private Optional<Folder> builtin(String name, Document call) {
        ClassLoader resources = ModuleSources.class.getClassLoader();
        if (resources.getResource("modules/" + name + "/" + Folder.MODULE_FILE) == null) {
            report(Code.MODULE_NOT_FOUND, "There is no built-in module \"%s\".".formatted(name), call);
            return Optional.empty();
        }
        return Optional.of(new Folder.Shipped("modules/" + name, "builtin:" + name, resources));
    }

    private Optional<Folder> relative(String source, Document call) {
        Optional<Folder> folder = call.folder().relative(call.directory(), source);
        if (folder.isEmpty()) {
            report(
                    Code.MODULE_NOT_FOUND,
                    "There is no directory \"%s\" beside this file%s.%s"
                            .formatted(source, confined ? ", within the repository" : "", nearest(source, call)),
                    call);
        }
        return folder;
    }

    private static String nearest(String source, Document call) {
        String parent = source.substring(0, source.lastIndexOf('/') + 1);
        List<String> modules = call.folder().relative(call.directory(), parent).stream()
                .flatMap(folder -> folder.modules().stream())
                .map(name -> parent + name)
                .toList();
        return Suggestion.question(source, modules);
    }

    private Optional<Folder> git(Matcher git, String source, Document call) {
        String path = Optional.ofNullable(git.group(2)).orElse("");
        Optional<String> ref = Optional.ofNullable(git.group(3));
        if (ref.isEmpty()) {
            report(
                    Code.MODULE_REF_NOT_PINNED,
                    "A git source names a tag or commit, so that tomorrow's plan is today's: %s?ref=TAG."
                            .formatted(source),
                    call);
            return Optional.empty();
        }
        try {
            Path checkout =
                    fetcher.fetch(git.group(1), ref.get()).toAbsolutePath().normalize();
            Optional<Path> directory = NamedPath.below(checkout, path)
                    .filter(place -> place.startsWith(checkout) && Files.isDirectory(place));
            if (directory.isEmpty()) {
                report(
                        Code.MODULE_NOT_FOUND,
                        "%s at %s has no directory \"%s\".".formatted(git.group(1), ref.get(), path),
                        call);
            }
            return directory.map(place -> new Folder.Disk(place, workingDirectory, checkout, Optional.of(source)));
        } catch (ProblemException refused) {
            refused.problems().forEach(problem -> problems.add(problem.at(place(call))));
            return Optional.empty();
        }
    }

    private void report(Code code, String detail, Document call) {
        problems.add(Problem.of(code, detail).at(place(call)));
    }

    private static Source place(Document call) {
        return call.spec().get("source").orElse(call.spec()).span().source();
    }
}
