package io.perfreport.harness;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.sandbox.Untrusted;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/** CPS and sandbox together. The engine's own class for it needs a groovy-sandbox newer than any on Central. */
final class SandboxedCps extends CpsTransformer {
  private final SandboxTransformer sandbox = new SandboxTransformer();
  private ClassCodeExpressionTransformer visitor;

  @Override
  public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
    visitor = sandbox.createVisitor(source, node);
    super.call(source, context, node);
  }

  @Override
  protected void processConstructors(ClassNode node) {
    sandbox.processConstructors(visitor, node);
  }

  @Override
  protected void visitNontransformedMethod(MethodNode node) {
    visitor.visitMethod(node);
  }

  @Override
  protected void visitNontransformedField(FieldNode node) {
    visitor.visitField(node);
  }

  @Override
  protected void visitNontransformedStatement(Statement statement) {
    statement.visit(visitor);
  }

  @Override
  protected Class<?> getTrustTag() {
    return Untrusted.class;
  }
}
