//! Empties functions that the page never calls.
//!
//! Every view that Leptos erases into an `AnyView` carries the code to hydrate it asynchronously, for pages that load
//! their components in parts. This page hydrates at once (`leptos::mount::hydrate_body`), but a linker cannot know
//! that: the functions stand in tables.

use walrus::{FunctionBuilder, FunctionKind, Module, ValType};

/// What the names of such functions hold.
const NEVER_CALLED: &str = "hydrate_async";

/// Replaces the bodies of functions that are never called by a trap, and drops what only they needed. Gives how many
/// functions were emptied.
pub(crate) fn prune(module: &mut Module) -> usize {
    let named = |name: &Option<String>| name.as_deref().is_some_and(|name| name.contains(NEVER_CALLED));
    let doomed: Vec<_> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| named(&module.funcs.get(*id).name)).collect();
    for id in &doomed {
        let kind = module.types.get(module.funcs.get(*id).ty());
        let (parameters, results): (Vec<ValType>, Vec<ValType>) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        let mut trap = FunctionBuilder::new(&mut module.types, &parameters, &results);
        trap.func_body().unreachable();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(trap.local_func(arguments));
    }
    walrus::passes::gc::run(module);
    doomed.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(module: &mut Module, name: &str, callee: Option<walrus::FunctionId>) -> walrus::FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.to_owned());
        if let Some(callee) = callee {
            builder.func_body().call(callee);
        }
        builder.finish(Vec::new(), &mut module.funcs)
    }

    #[test]
    fn what_only_asynchronous_hydration_calls_is_gone() {
        let mut module = Module::default();
        let helper = add(&mut module, "helper", None);
        let shared = add(&mut module, "shared", None);
        let hydrate = add(&mut module, "tachys::view::AnyView::hydrate", Some(shared));
        let never = add(&mut module, "tachys::view::AnyView::hydrate_async", Some(helper));
        module.exports.add("hydrate", hydrate);
        // As a table would, an export keeps it.
        module.exports.add("never", never);

        assert_eq!(prune(&mut module), 1);

        let names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.clone()).collect();
        assert!(names.iter().any(|name| name == "shared"), "{names:?}");
        assert!(!names.iter().any(|name| name == "helper"), "{names:?}");
        assert!(Module::from_buffer(&module.emit_wasm()).is_ok());
    }
}
