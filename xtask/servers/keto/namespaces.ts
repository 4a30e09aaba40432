import { Namespace, SubjectSet, Context } from "@ory/keto-namespace-types"

class User implements Namespace {}

class Group implements Namespace {
  related: { members: (User | SubjectSet<Group, "members">)[] }
}

class File implements Namespace {
  related: {
    owners: (User | SubjectSet<Group, "members">)[]
    viewers: User[]
  }
  permits = {
    view: (ctx: Context): boolean =>
      this.related.viewers.includes(ctx.subject) || this.related.owners.includes(ctx.subject),
  }
}
