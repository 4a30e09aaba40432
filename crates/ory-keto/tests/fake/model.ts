class User implements Namespace {}
class A implements Namespace {
  related: {
    r0: (B)[]
    r1: (A | SubjectSet<B, "p1"> | SubjectSet<B, "r2"> | SubjectSet<C, "r2">)[]
    r2: (A | SubjectSet<C, "p1"> | SubjectSet<C, "r2">)[]
  }
  permits = {
    p0: (ctx) => this.related.r1.includes(ctx.subject) && this.related.r0.includes(ctx.subject),
    p1: (ctx) => !(this.related.r2.includes(ctx.subject)),
    p2: (ctx) => this.related.r1.traverse((x) => x.permits.p2(ctx)) || this.related.r1.includes(ctx.subject),
    p3: (ctx) => this.permits.p1(ctx) && this.related.r1.includes(ctx.subject) || this.permits.p2(ctx) || this.related.r1.includes(ctx.subject),
    p4: (ctx) => (this.permits.p3(ctx) && !(this.related.r0.traverse((x) => x.permits.p2(ctx)) && !this.related.r2.includes(ctx.subject) || this.related.r2.includes(ctx.subject)) && !(this.related.r2.includes(ctx.subject)) && !this.related.r0.includes(ctx.subject)) || (!(this.permits.p0(ctx)) || !this.related.r0.includes(ctx.subject)),
  }
}
class B implements Namespace {
  related: {
    r0: (A | B)[]
    r1: (SubjectSet<C, "r1">)[]
    r2: (A | SubjectSet<C, "r0">)[]
  }
  permits = {
    p0: (ctx) => this.related.r1.traverse((x) => x.permits.p1(ctx)),
    p1: (ctx) => (this.related.r2.traverse((x) => x.permits.p1(ctx)) || ((this.related.r2.includes(ctx.subject))) || this.related.r2.includes(ctx.subject)) || !this.related.r0.includes(ctx.subject),
    p2: (ctx) => (!this.related.r0.includes(ctx.subject) || this.related.r0.includes(ctx.subject) && this.related.r2.includes(ctx.subject)) || this.permits.p0(ctx),
    p3: (ctx) => (this.permits.p0(ctx)) || this.related.r1.includes(ctx.subject) && this.related.r0.includes(ctx.subject),
    p4: (ctx) => (this.related.r2.includes(ctx.subject) || (!this.related.r0.traverse((x) => x.related.r1.includes(ctx.subject))) || this.permits.p2(ctx) || ((this.related.r0.traverse((x) => x.permits.p0(ctx)) || this.related.r2.includes(ctx.subject) || this.permits.p2(ctx)))) || !(this.permits.p0(ctx) || !this.related.r1.includes(ctx.subject)),
  }
}
class C implements Namespace {
  related: {
    r0: (A | SubjectSet<C, "p0">)[]
    r1: (A | C | SubjectSet<C, "p1">)[]
    r2: (A | SubjectSet<B, "p0">)[]
  }
  permits = {
    p0: (ctx) => (this.related.r1.traverse((x) => x.permits.p2(ctx))) || (this.related.r1.traverse((x) => x.permits.p1(ctx)) || !(this.related.r1.traverse((x) => x.permits.p3(ctx)) || this.related.r2.traverse((x) => x.related.r2.includes(ctx.subject)))),
    p1: (ctx) => (!this.related.r2.traverse((x) => x.related.r0.includes(ctx.subject)) || this.related.r2.traverse((x) => x.related.r0.includes(ctx.subject)) || (this.related.r2.includes(ctx.subject) && !this.permits.p0(ctx) && this.permits.p0(ctx))),
    p2: (ctx) => (this.related.r1.traverse((x) => x.related.r2.includes(ctx.subject)) || this.related.r1.traverse((x) => x.related.r1.includes(ctx.subject)) || this.related.r2.traverse((x) => x.related.r0.includes(ctx.subject))) || (this.related.r0.includes(ctx.subject) || this.related.r2.includes(ctx.subject) || !this.permits.p1(ctx)) || this.related.r2.includes(ctx.subject) && this.related.r2.includes(ctx.subject),
    p3: (ctx) => this.related.r0.includes(ctx.subject) || this.permits.p0(ctx) || (!this.related.r1.includes(ctx.subject) || this.related.r1.includes(ctx.subject)),
    p4: (ctx) => (!(!this.permits.p2(ctx)) || (this.related.r1.traverse((x) => x.permits.p2(ctx)) || this.permits.p2(ctx))) && this.related.r2.includes(ctx.subject) && (this.related.r1.includes(ctx.subject) || ((!this.related.r1.includes(ctx.subject) || !this.related.r2.traverse((x) => x.permits.p3(ctx))))) || !this.related.r1.traverse((x) => x.related.r1.includes(ctx.subject)),
  }
}
