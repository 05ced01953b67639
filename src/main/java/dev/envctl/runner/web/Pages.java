package dev.envctl.runner.web;

import dev.envctl.runner.settings.RunnerSettings.Role;
import dev.envctl.runner.web.view.Frame;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Locale;

/// Lays out what is shown. The templates were compiled with the program.
final class Pages {

    private static final String GENERATED = "dev.envctl.runner.web.pages";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), GENERATED);
    private final Frame.Assets assets;

    Pages(Frame.Assets assets) {
        this.assets = assets;
    }

    /// `template` without its ending; all take the one parameter `page`.
    String render(String template, Record page) {
        var output = new StringOutput();
        templates.render(template + ".jte", page, output);
        return output.toString();
    }

    void show(Context context, String template, Record page) {
        context.html(render(template, page));
    }

    Frame frame(Context context, String title) {
        return frame(context, title, Frame.Section.NONE);
    }

    Frame frame(Context context, String title, Frame.Section section) {
        var visitor = Visitor.find(context);
        return new Frame(
                title,
                section,
                visitor.map(Pages::viewer),
                visitor.flatMap(Visitor::csrf).orElse(""),
                0,
                assets);
    }

    private static Frame.Viewer viewer(Visitor visitor) {
        Role role = visitor.person().role();
        return new Frame.Viewer(
                visitor.name(),
                role.name().toLowerCase(Locale.ROOT),
                role.includes(Role.RUN),
                role.includes(Role.ADMIN));
    }
}
